/** Looks for thousands of byte strings in one pass: searching for one after the other takes minutes in a large file. */

type Sought = Readonly<{ bytes: Buffer }>
export type Found<Needle> = Readonly<{ needle: Needle; offset: number }>

const startBytes = 4

export class NeedleSearch<Needle extends Sought> {
  /** Whether any needle starts with these two bytes. */
  readonly #isStart = new Uint8Array(2 ** 16)
  readonly #byStart = new Map<number, Needle[]>()

  constructor(needles: readonly Needle[]) {
    for (const needle of needles) {
      if (needle.bytes.length < startBytes) throw new Error('a needle is too short to mean anything')
      const start = needle.bytes.readUInt32BE(0)
      this.#isStart[start >>> 16] = 1
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), needle])
    }
  }

  /** Where each needle is found first. */
  in(content: Buffer): readonly Found<Needle>[] {
    const found = new Map<Needle, number>()
    const last = content.length - startBytes
    for (let offset = 0; offset <= last; offset++) {
      const pair = ((content[offset] ?? 0) << 8) | (content[offset + 1] ?? 0)
      if (this.#isStart[pair] === 0) continue
      for (const needle of this.#byStart.get(content.readUInt32BE(offset)) ?? []) {
        if (!found.has(needle) && isAt(content, offset, needle.bytes)) found.set(needle, offset)
      }
    }
    return [...found].map(([needle, offset]) => ({ needle, offset }))
  }
}

function isAt(content: Buffer, offset: number, bytes: Buffer): boolean {
  return (
    content.length - offset >= bytes.length && content.subarray(offset, offset + bytes.length).equals(bytes)
  )
}
