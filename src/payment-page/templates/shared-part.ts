/** A part of pages that was rendered once, and is compressed once for each surroundings. */

import type { Bits } from '../deflate/bits.ts'
import type { Code } from '../deflate/code.ts'
import { blockOf } from '../deflate/code-for.ts'
import { findMatches, type Matches } from '../deflate/matches.ts'
import { Checksum } from './checksum.ts'
import { noteMade, type Surroundings, unknownByte } from './surroundings.ts'

/** About what the objects around some bits take. */
const objectBytes = 500

type Kind = 'constant' | 'own block' | 'merchant'

export class SharedPart {
  readonly bytes: Buffer
  readonly checksum: Checksum
  /** It is kept as long as its merchant is. Other parts are kept by what they show, and must not know of it. */
  readonly isOfMerchant: boolean
  /** It is large, and unlike what follows. */
  readonly hasOwnBlock: boolean
  readonly #bits = new WeakMap<Surroundings, Map<Code, Bits>>()
  #ownBlock: Bits | null = null
  #ownBlockAfter: SharedPart | null = null

  constructor(text: string, kind: Kind) {
    this.bytes = Buffer.from(text)
    this.checksum = new Checksum(this.bytes)
    this.isOfMerchant = kind === 'merchant'
    this.hasOwnBlock = kind === 'own block'
  }

  /** In a block of this code, referring to known bytes before it. */
  bitsAfter(before: Surroundings, code: Code): Bits {
    const inCodes = this.#bits.get(before) ?? new Map<Code, Bits>()
    const known = inCodes.get(code)
    if (known !== undefined) return known
    const fresh = code.bitsOf(code.stepsOf(this.bytes, this.matchesAfter(before)))
    this.#bits.set(before, inCodes.set(code, fresh))
    noteMade(fresh.words.byteLength + objectBytes)
    return fresh
  }

  /** It stands behind the same part, or behind none, on every page. */
  ownBlockAfter(before: SharedPart | null): Bits {
    if (this.#ownBlock !== null && this.#ownBlockAfter === before) return this.#ownBlock
    this.#ownBlockAfter = before
    this.#ownBlock = blockOf(this.bytes, before?.bytes ?? Buffer.alloc(0))
    return this.#ownBlock
  }

  matchesAfter(before: Surroundings): Matches {
    const seen = this.bytes.includes(unknownByte) ? Buffer.alloc(0) : before.bytes
    return findMatches(Buffer.concat([seen, this.bytes]), seen.length)
  }
}
