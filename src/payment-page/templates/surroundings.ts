/**
 * What is known of a page before one of its parts: other parts, and between them, how many bytes something took that is
 * different on every page. Equal surroundings are the same object, so that what was made for them is found without a look at
 * what they consist of.
 */

/** Stands for the bytes that are not known: no part has it, so no part refers to them. */
export const unknownByte = 0x01

type KnownPart = Readonly<{ bytes: Uint8Array }>

export class Surroundings {
  readonly #bytesBefore: readonly Uint8Array[]
  /** They go when the part does. */
  readonly #withPart = new WeakMap<KnownPart, Surroundings>()
  readonly #withUnknown = new Map<number, Surroundings>()

  /** At the beginning of a page; the others are made by the two methods. */
  constructor(bytesBefore: readonly Uint8Array[] = []) {
    this.#bytesBefore = bytesBefore
  }

  withPart(part: KnownPart): Surroundings {
    const known = this.#withPart.get(part)
    if (known !== undefined) return known
    const fresh = new Surroundings([...this.#bytesBefore, part.bytes])
    this.#withPart.set(part, fresh)
    return fresh
  }

  withUnknown(count: number): Surroundings {
    if (count === 0) return this
    const known = this.#withUnknown.get(count)
    if (known !== undefined) return known
    const fresh = new Surroundings([...this.#bytesBefore, Buffer.alloc(count, unknownByte)])
    this.#withUnknown.set(count, fresh)
    return fresh
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#bytesBefore)
  }
}

/** Of what was made for parts in their surroundings: far above what the pages of an installation need at a time. */
const madeBytesMax = 16 * 1_024 * 1_024
let madeBytes = 0
let beginning = new Surroundings()

export function beginningOfPages(): Surroundings {
  return beginning
}

/**
 * What is made for a part is kept with its surroundings, and strangers decide how long the strings between parts are. When it
 * becomes too much, all pages begin anew, and everything that was made is forgotten with its surroundings.
 */
export function noteMade(bytes: number): void {
  madeBytes += bytes
  if (madeBytes <= madeBytesMax) return
  madeBytes = 0
  beginning = new Surroundings()
}
