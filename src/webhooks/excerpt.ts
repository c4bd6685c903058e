/** What a merchant sees of a receiver's response. */
import { mask } from '../core/card/mask.ts'

const bytesMax = 1_024
/** A card number that is cut in two would not be recognized. */
const moreBytes = 64

/** The beginning in printable UTF-8, on any number of lines; null if nothing of it is printable. */
export function excerptOf(body: Buffer): string | null {
  const shown = cut(mask(cut(body, bytesMax + moreBytes)), bytesMax).trim()
  return shown === '' ? null : shown
}

function cut(text: Buffer | string, bytes: number): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, bytes)).replace(unprintable, '')
}

/** Controls but tabs and line ends, what changes the direction of reading, and characters that were cut in two. */
const unprintable = /[^\P{Cc}\t\n]|[\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]/gu
