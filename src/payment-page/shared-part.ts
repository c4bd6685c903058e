/**
 * A part of pages that was rendered once, and is compressed once for each surroundings. In a rendered page, a mark represents
 * it, and nothing outside this process can produce that mark.
 */
import { randomBytes } from 'node:crypto'
import { raw } from 'hono/html'
import type { Bits } from './deflate/bits.ts'
import type { Code } from './deflate/code.ts'
import { blockOf } from './deflate/code-for.ts'
import { findMatches, type Matches } from './deflate/matches.ts'
import { type Surroundings, unknownByte } from './surroundings.ts'

export type Mark = ReturnType<typeof raw>

const separator = `\u0000${randomBytes(8).toString('hex')}\u0000`
let lastNumber = 0

export class SharedPart {
  readonly bytes: Buffer
  readonly mark: Mark
  readonly number = String(++lastNumber)
  /** It is kept as long as its merchant is. Other parts are kept by what they show, and must not know of it. */
  readonly isOfMerchant: boolean
  /** It is large, and unlike what follows. */
  readonly hasOwnBlock: boolean
  readonly #bits = new WeakMap<Surroundings, Map<Code, Bits>>()
  #ownBlock: Bits | null = null
  #ownBlockAfter: SharedPart | null = null

  constructor(rendered: string, kind: 'constant' | 'own block' | 'merchant') {
    const parts = partsOf(rendered)
    this.bytes = Buffer.from(parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''))
    this.mark = raw(separator + this.number + separator)
    this.isOfMerchant = kind === 'merchant'
    this.hasOwnBlock = kind === 'own block'
  }

  get text(): string {
    return this.bytes.toString()
  }

  /** In a block of this code, referring to known bytes before it. */
  bitsAfter(before: Surroundings, code: Code): Bits {
    const inCodes = this.#bits.get(before) ?? new Map<Code, Bits>()
    const known = inCodes.get(code)
    if (known !== undefined) return known
    const fresh = code.bitsOf(code.stepsOf(this.bytes, this.matchesAfter(before)))
    this.#bits.set(before, inCodes.set(code, fresh))
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

/** The parts in what is being rendered, by the numbers in their marks. */
const rendering = new Map<string, SharedPart>()

/** To be called at every use, and the result to be rendered in the same turn. */
export function markOf(part: SharedPart): Mark {
  rendering.set(part.number, part)
  return part.mark
}

/** Takes rendered text apart at its marks. To be called in the same turn in which it was rendered. */
export function partsOf(text: string): readonly (string | SharedPart)[] {
  const pieces = text.split(separator)
  return pieces.map((piece, i) => (i % 2 === 0 ? piece : known(piece))).filter((part) => part !== '')
}

/** At the end of a page, so that nothing here keeps a merchant's part. */
export function forgetMarks(): void {
  rendering.clear()
}

function known(number: string): SharedPart {
  const found = rendering.get(number)
  if (found === undefined) throw new Error('a page was taken apart too late')
  return found
}
