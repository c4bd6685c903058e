/** The page's icon: a card on a rounded tile, drawn here and encoded as PNG when the process starts. */
import { crc32, deflateSync } from 'node:zlib'

const side = 32
/** Indexes of the palette: nothing, the tile, the card. */
const palette = Buffer.from('0000002546d8ffffff', 'hex')
const opacity = Buffer.from([0x00, 0xff, 0xff])

type Box = Readonly<{ left: number; top: number; right: number; bottom: number; radius: number }>

const tile: Box = { left: 0, top: 0, right: side, bottom: side, radius: 7 }
const card: Box = { left: 5, top: 8, right: 27, bottom: 24, radius: 3 }
/** The magnetic stripe, and where the number stands. */
const marks: readonly Box[] = [
  { left: 5, top: 12, right: 27, bottom: 15, radius: 0 },
  { left: 8, top: 19, right: 15, bottom: 21, radius: 0 },
]

export const iconPng: Uint8Array<ArrayBuffer> = new Uint8Array(encode())

function colorAt(x: number, y: number): number {
  if (!isInside(tile, x, y)) return 0
  return isInside(card, x, y) && !marks.some((mark) => isInside(mark, x, y)) ? 2 : 1
}

function isInside({ left, top, right, bottom, radius }: Box, x: number, y: number): boolean {
  const [across, down] = [x + 0.5, y + 0.5]
  if (across < left || across > right || down < top || down > bottom) return false
  const [dx, dy] = [
    Math.max(left + radius - across, across - (right - radius), 0),
    Math.max(top + radius - down, down - (bottom - radius), 0),
  ]
  return dx * dx + dy * dy <= radius * radius
}

function encode(): Buffer {
  const rows = Array.from({ length: side }, (_, y) => [
    // No filter.
    0,
    ...Array.from({ length: side }, (_, x) => colorAt(x, y)),
  ])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  // Eight bits for each pixel, an index of the palette.
  header.set([8, 3], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('tRNS', opacity),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}
