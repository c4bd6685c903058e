/** Where bytes were said before: for each place in a text, the nearest repetition of every length. */
import { distanceMax, lengthMax, lengthMin } from './symbols.ts'

/**
 * Pairs of a length and a distance, each longer and farther away than the one before it. Those of the place `at` begin at
 * `starts[at]` and end where the next ones begin.
 */
export type Matches = Readonly<{ pairs: readonly number[]; starts: Uint32Array }>

/** A limit for texts that repeat themselves everywhere. */
const triesMax = 100
const hashBits = 14
/** Spreads three bytes over the table: a large odd number. */
const spread = 0x9e3779b1

/** For each byte of `text` from `from` on. What is before may be referred to. */
export function findMatches(text: Uint8Array, from: number): Matches {
  const newest = new Int32Array(1 << hashBits).fill(-1)
  const older = new Int32Array(text.length)
  const pairs: number[] = []
  const starts = new Uint32Array(text.length - from + 1)
  for (let at = 0; at < text.length; at++) {
    const key = keyAt(text, at)
    if (at >= from) {
      starts[at - from] = pairs.length
      addMatches(pairs, text, at, newest[key] ?? -1, older)
    }
    older[at] = newest[key] ?? -1
    newest[key] = at
  }
  starts[text.length - from] = pairs.length
  return { pairs, starts }
}

function keyAt(text: Uint8Array, at: number): number {
  const three = (text[at] ?? 0) | ((text[at + 1] ?? 0) << 8) | ((text[at + 2] ?? 0) << 16)
  return Math.imul(three, spread) >>> (32 - hashBits)
}

function addMatches(pairs: number[], text: Uint8Array, at: number, newest: number, older: Int32Array): void {
  const possible = Math.min(lengthMax, text.length - at)
  let longest = lengthMin - 1
  let candidate = newest
  for (let tries = 0; candidate >= 0 && at - candidate <= distanceMax && tries < triesMax; tries++) {
    // What is not longer already differs here.
    if (text[candidate + longest] === text[at + longest]) {
      const length = commonLength(text, candidate, at, possible)
      if (length > longest) {
        longest = length
        pairs.push(length, at - candidate)
        if (length === possible) return
      }
    }
    candidate = older[candidate] ?? -1
  }
}

function commonLength(text: Uint8Array, one: number, other: number, max: number): number {
  let length = 0
  while (length < max && text[one + length] === text[other + length]) length++
  return length
}
