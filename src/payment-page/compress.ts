/**
 * Makes the bytes of a page. In gzip, shared parts are copied in the form in which they were compressed once, and the
 * page's own short strings are between them, uncompressed: secrets are never compressed together with others' input.
 */
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { acceptsEncoding } from '../platform/accepted-encoding.ts'
import { noLength, openBlocks } from './constant.ts'
import type { PageHtml } from './page-html.ts'

type Body = Readonly<{ bytes: Buffer<ArrayBuffer>; encoding: 'gzip' | null }>

/** Below this, separate compression costs more time than the saved bytes are worth. */
const compressedFrom = 300

const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
const lastBlock = Buffer.from([0x03, 0x00])
const storedBlock = Buffer.from([0x00])

export function compress(page: PageHtml, acceptEncoding: string | null): Body {
  if (acceptsEncoding(acceptEncoding, 'gzip')) return { bytes: gzipOnce(page), encoding: 'gzip' }
  const bytes = page.parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part.bytes))
  return { bytes: Buffer.concat(bytes), encoding: null }
}

const standing = new WeakMap<PageHtml, Buffer<ArrayBuffer>>()

/** A page that is the same for everyone is rendered once and compressed once. */
export function keepCompressed(page: PageHtml): PageHtml {
  standing.set(page, gzip(page))
  return page
}

function gzipOnce(page: PageHtml): Buffer<ArrayBuffer> {
  return standing.get(page) ?? gzip(page)
}

function gzip(page: PageHtml): Buffer<ArrayBuffer> {
  const pieces: Buffer[] = [head]
  let checksum = 0
  let length = 0
  // A stored block whose length is still to be written.
  let isOpen = false
  for (const part of page.parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part.bytes
    checksum = crc32(bytes, checksum)
    length += bytes.length
    const blocks = typeof part === 'string' ? compressLong(bytes) : part.blocks
    if (blocks === null) {
      if (!isOpen) pieces.push(storedBlock)
      pieces.push(storedLength(bytes.length), bytes)
    } else {
      if (isOpen) pieces.push(noLength)
      pieces.push(blocks)
    }
    isOpen = blocks !== null
  }
  if (isOpen) pieces.push(noLength)
  pieces.push(lastBlock, trailer(checksum, length))
  return Buffer.concat(pieces)
}

function compressLong(bytes: Buffer): Buffer | null {
  if (bytes.length < compressedFrom) return null
  return openBlocks(deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH }))
}

function storedLength(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeUInt16LE(length, 0)
  bytes.writeUInt16LE(~length & 0xffff, 2)
  return bytes
}

function trailer(checksum: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeUInt32LE(checksum, 0)
  bytes.writeUInt32LE(length, 4)
  return bytes
}
