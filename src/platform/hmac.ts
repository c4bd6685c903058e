/**
 * HMAC-SHA-256 (RFC 2104) from two hashes at once. Node's own HMAC creates an object, which takes
 * several times as long for the short strings that requests are signed with. Digests are passed on as Latin-1 strings,
 * because a buffer of its own for each of them costs more than the hash.
 */
import { hash } from 'node:crypto'

const blockBytes = 64
const digestBytes = 32
const innerPad = 0x36
const outerPad = 0x5c

export function hmacSha256(key: string | Uint8Array, ...pieces: readonly (string | Uint8Array)[]): Buffer {
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0)
  const inner = Buffer.allocUnsafe(blockBytes + length)
  const outer = Buffer.allocUnsafe(blockBytes + digestBytes)
  writePads(key, inner, outer)
  let at = blockBytes
  for (const piece of pieces) {
    at += put(inner, at, piece)
  }
  outer.write(hash('sha256', inner, 'latin1'), blockBytes, 'latin1')
  const digest = Buffer.from(hash('sha256', outer, 'latin1'), 'latin1')
  // The key can be read from the pads, and a message may hold a card.
  inner.fill(0)
  outer.fill(0)
  return digest
}

/** Straight into its place: no other copy is left behind. */
function put(into: Buffer, at: number, piece: string | Uint8Array): number {
  if (typeof piece === 'string') return into.write(piece, at)
  into.set(piece, at)
  return piece.length
}

function writePads(key: string | Uint8Array, inner: Buffer, outer: Buffer): void {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key
  const short = bytes.length > blockBytes ? hash('sha256', bytes, 'buffer') : bytes
  inner.fill(innerPad, 0, blockBytes)
  outer.fill(outerPad, 0, blockBytes)
  for (let i = 0; i < short.length; i++) {
    const byte = short[i] ?? 0
    inner[i] = byte ^ innerPad
    outer[i] = byte ^ outerPad
  }
}
