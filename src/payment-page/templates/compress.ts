/**
 * Makes the bytes of a page. In gzip, its shared parts are copied as the bits that were made once, in a code that was chosen
 * once for pages of this kind and language. The page's own strings are written in that code byte by byte: secrets are never
 * compressed together with others' input.
 */
import { acceptsEncoding } from '../../platform/accepted-encoding.ts'
import { BitWriter, bitsOfBytes } from '../deflate/bits.ts'
import type { Code } from '../deflate/code.ts'
import { codeFor } from '../deflate/code-for.ts'
import { fixedCode } from '../deflate/fixed-code.ts'
import { findMatches } from '../deflate/matches.ts'
import { crcOf } from './checksum.ts'
import { bytesOf, type PageHtml } from './page-html.ts'
import type { OwnText } from './page-template.ts'
import type { PlacedPart } from './placed-parts.ts'
import type { SharedPart } from './shared-part.ts'

type Body = Readonly<{ bytes: Buffer; encoding: 'gzip' | null }>
/** A string of the page's own, or a shared part. */
type Piece = OwnText | PlacedPart

const head = bitsOfBytes(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]))
/** Below this, looking for what is said twice costs more time than the saved bytes are worth. */
const compressedFrom = 1_024
/** More than most pages need. */
const bytesExpected = 16_384

export function compress(page: PageHtml, acceptEncoding: string | null): Body {
  if (acceptsEncoding(acceptEncoding, 'gzip')) return { bytes: gzipOnce(page), encoding: 'gzip' }
  return { bytes: Buffer.concat(page.parts.map(bytesOf)), encoding: null }
}

const standing = new WeakMap<PageHtml, Buffer>()

/** A page that is the same for everyone is rendered once and compressed once. */
export function keepCompressed(page: PageHtml): PageHtml {
  standing.set(page, gzip(page))
  return page
}

function gzipOnce(page: PageHtml): Buffer {
  return standing.get(page) ?? gzip(page)
}

/** One page is written at a time. */
const writer = new BitWriter(bytesExpected)

function gzip(page: PageHtml): Buffer {
  const pieces = page.parts
  const start = pieces.findLastIndex(hasOwnBlock) + 1
  writer.reset()
  writer.append(head)
  writeOpening(pieces.slice(0, start))
  writeRest(codeOf(page.kind, pieces), pieces.slice(start))
  writeTrailer(pieces)
  return writer.takenBytes()
}

function hasOwnBlock(piece: Piece): boolean {
  return 'part' in piece && piece.part.hasOwnBlock
}

/** A few bytes, and behind them style and script. */
function writeOpening(pieces: readonly Piece[]): void {
  let before: SharedPart | null = null
  for (const piece of pieces) {
    if ('part' in piece && piece.part.hasOwnBlock) {
      writer.append(piece.part.ownBlockAfter(before))
      before = piece.part
    } else {
      fixedCode.writeStart(writer, false)
      fixedCode.writeBytes(writer, bytesOf(piece))
      fixedCode.writeEnd(writer)
      before = null
    }
  }
}

const codes = new Map<string, Code>()

/** Chosen from what the first page of a kind shares with others. */
function codeOf(kind: string, pieces: readonly Piece[]): Code {
  const known = codes.get(kind)
  if (known !== undefined) return known
  const shared = pieces
    .slice(1)
    .flatMap((piece) =>
      !('part' in piece) || piece.part.isOfMerchant || piece.part.hasOwnBlock ? [] : piece,
    )
  const code = codeFor(
    shared.map(({ part, before }) => ({ text: part.bytes, matches: part.matchesAfter(before) })),
  )
  codes.set(kind, code)
  return code
}

function writeRest(code: Code, pieces: readonly Piece[]): void {
  code.writeStart(writer, true)
  let own: Uint8Array[] = []
  for (const piece of pieces) {
    if ('part' in piece) {
      writeOwn(code, own)
      own = []
      writer.append(piece.part.bitsAfter(piece.before, code))
    } else own.push(piece.bytes)
  }
  writeOwn(code, own)
  code.writeEnd(writer)
}

/** Strings that stand side by side. */
function writeOwn(code: Code, pieces: readonly Uint8Array[]): void {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  if (length < compressedFrom) {
    for (const piece of pieces) code.writeBytes(writer, piece)
    return
  }
  const bytes = Buffer.concat(pieces)
  writer.append(code.bitsOf(code.stepsOf(bytes, findMatches(bytes, 0))))
}

function writeTrailer(pieces: readonly Piece[]): void {
  let crc = 0
  let length = 0
  for (const piece of pieces) {
    crc = 'part' in piece ? piece.part.checksum.after(crc) : crcOf(piece.bytes, crc)
    length += bytesOf(piece).length
  }
  writer.endByte()
  for (const value of [crc, length]) {
    writer.write(value & 0xffff, 16)
    writer.write(value >>> 16, 16)
  }
}
