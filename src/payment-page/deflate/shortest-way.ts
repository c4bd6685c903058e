/** Decides where a text refers back and where it says its bytes, so that the whole takes the fewest bits. */
import type { Matches } from './matches.ts'
import { distanceMax, lengthMax, lengthMin } from './symbols.ts'

/** Pairs: a byte and 0, or a length and a distance. */
export type Steps = readonly number[]

/** What each byte, length, and distance takes, in bits. */
export type Costs = Readonly<{ bytes: Uint8Array; lengths: Uint8Array; distances: Uint8Array }>

export function noCosts(): Costs {
  return {
    bytes: new Uint8Array(256),
    lengths: new Uint8Array(lengthMax + 1),
    distances: new Uint8Array(distanceMax + 1),
  }
}

export function shortestWay(text: Uint8Array, { pairs, starts }: Matches, costs: Costs): Steps {
  const bits = new Float64Array(text.length + 1).fill(Number.POSITIVE_INFINITY)
  const lengths = new Uint16Array(text.length + 1)
  const distances = new Uint16Array(text.length + 1)
  bits[0] = 0
  for (let at = 0; at < text.length; at++) {
    const soFar = bits[at] ?? 0
    const literal = soFar + (costs.bytes[text[at] ?? 0] ?? 0)
    if (literal < (bits[at + 1] ?? 0)) {
      bits[at + 1] = literal
      lengths[at + 1] = 1
    }
    let length = lengthMin
    for (let pair = starts[at] ?? 0; pair < (starts[at + 1] ?? 0); pair += 2) {
      const [longest, distance] = [pairs[pair] ?? 0, pairs[pair + 1] ?? 0]
      const withDistance = soFar + (costs.distances[distance] ?? 0)
      for (; length <= longest; length++) {
        const match = withDistance + (costs.lengths[length] ?? 0)
        if (match >= (bits[at + length] ?? 0)) continue
        bits[at + length] = match
        lengths[at + length] = length
        distances[at + length] = distance
      }
    }
  }
  return stepsBack(text, lengths, distances)
}

function stepsBack(text: Uint8Array, lengths: Uint16Array, distances: Uint16Array): Steps {
  const backwards: number[] = []
  for (let at = text.length; at > 0; ) {
    const length = lengths[at] ?? 1
    if (length === 1) backwards.push(0, text[at - 1] ?? 0)
    else backwards.push(distances[at] ?? 0, length)
    at -= length
  }
  return backwards.reverse()
}
