/**
 * Makes the bytes of a page. In gzip, its shared parts are copied as the bits that were made once, in a code that was chosen
 * once for pages of this kind and language. The page's own strings are written in that code byte by byte: secrets are never
 * compressed together with others' input.
 */
import { crc32 } from 'node:zlib'
import { acceptsEncoding } from '../platform/accepted-encoding.ts'
import { BitWriter } from './deflate/bits.ts'
import type { Code } from './deflate/code.ts'
import { codeFor } from './deflate/code-for.ts'
import { fixedCode } from './deflate/fixed-code.ts'
import { findMatches } from './deflate/matches.ts'
import type { PageHtml } from './page-html.ts'
import type { PlacedPart } from './placed-parts.ts'
import type { SharedPart } from './shared-part.ts'

type Body = Readonly<{ bytes: Buffer; encoding: 'gzip' | null }>
/** A string of the page's own, as bytes, or a shared part. */
type Piece = Buffer | PlacedPart

const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
const trailerBytes = 8
/** Below this, looking for what is said twice costs more time than the saved bytes are worth. */
const compressedFrom = 1_024
/** More than most pages need. */
const bytesExpected = 16_384

export function compress(page: PageHtml, acceptEncoding: string | null): Body {
  if (acceptsEncoding(acceptEncoding, 'gzip')) return { bytes: gzipOnce(page), encoding: 'gzip' }
  return { bytes: Buffer.concat(piecesOf(page).map(bytesOf)), encoding: null }
}

const standing = new WeakMap<PageHtml, Buffer>()

/** A page that is the same for everyone is rendered once and compressed once. */
export function keepCompressed(page: PageHtml): PageHtml {
  // A copy is as small as the page: what is written to has room for more.
  standing.set(page, Buffer.copyBytesFrom(gzip(page)))
  return page
}

function gzipOnce(page: PageHtml): Buffer {
  return standing.get(page) ?? gzip(page)
}

function gzip(page: PageHtml): Buffer {
  const writer = new BitWriter(bytesExpected)
  writer.appendBytes(head)
  const pieces = piecesOf(page)
  const start = pieces.findLastIndex(hasOwnBlock) + 1
  writeOpening(writer, pieces.slice(0, start))
  writeRest(writer, codeOf(page), pieces.slice(start))
  writer.appendBytes(trailerOf(pieces))
  const { buffer, byteOffset, byteLength } = writer.done().bytes
  return Buffer.from(buffer, byteOffset, byteLength)
}

function piecesOf({ parts }: PageHtml): readonly Piece[] {
  return parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))
}

function isOwn(piece: Piece): piece is Buffer {
  return !('part' in piece)
}

function hasOwnBlock(piece: Piece): boolean {
  return !isOwn(piece) && piece.part.hasOwnBlock
}

function bytesOf(piece: Piece): Buffer {
  return isOwn(piece) ? piece : piece.part.bytes
}

/** A few bytes, and behind them style and script. */
function writeOpening(writer: BitWriter, pieces: readonly Piece[]): void {
  let before: SharedPart | null = null
  for (const piece of pieces) {
    if (!isOwn(piece) && piece.part.hasOwnBlock) {
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
function codeOf({ kind, parts }: PageHtml): Code {
  const known = codes.get(kind)
  if (known !== undefined) return known
  const shared = parts
    .slice(1)
    .flatMap((piece) =>
      typeof piece === 'string' || piece.part.isOfMerchant || piece.part.hasOwnBlock ? [] : piece,
    )
  const code = codeFor(
    shared.map(({ part, before }) => ({ text: part.bytes, matches: part.matchesAfter(before) })),
  )
  codes.set(kind, code)
  return code
}

function writeRest(writer: BitWriter, code: Code, pieces: readonly Piece[]): void {
  code.writeStart(writer, true)
  for (const piece of pieces) {
    if (isOwn(piece)) writeOwn(writer, code, piece)
    else writer.append(piece.part.bitsAfter(piece.before, code))
  }
  code.writeEnd(writer)
}

function writeOwn(writer: BitWriter, code: Code, bytes: Buffer): void {
  if (bytes.length < compressedFrom) code.writeBytes(writer, bytes)
  else writer.append(code.bitsOf(code.stepsOf(bytes, findMatches(bytes, 0))))
}

function trailerOf(pieces: readonly Piece[]): Buffer {
  let checksum = 0
  let length = 0
  for (const piece of pieces) {
    const bytes = bytesOf(piece)
    checksum = crc32(bytes, checksum)
    length += bytes.length
  }
  const trailer = Buffer.allocUnsafe(trailerBytes)
  trailer.writeUInt32LE(checksum, 0)
  trailer.writeUInt32LE(length, 4)
  return trailer
}
