/** The encoder: what it writes is unpacked by zlib to what was put in, whatever that was. */
import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BitWriter } from '../../src/payment-page/deflate/bits.ts'
import { blockOf, codeFor } from '../../src/payment-page/deflate/code-for.ts'
import { fixedCode } from '../../src/payment-page/deflate/fixed-code.ts'
import { codeLengths, codesOf } from '../../src/payment-page/deflate/huffman.ts'
import { findMatches } from '../../src/payment-page/deflate/matches.ts'

/** Repetitive, as pages are, or not at all. */
const text = fc.oneof(
  fc.uint8Array({ maxLength: 600 }),
  fc
    .array(fc.constantFrom('<div class="field">', '</div>', 'é', 'Κάρτα', ' ', 'x'), { maxLength: 200 })
    .map((pieces) => Buffer.from(pieces.join(''))),
)

function unpacked(write: (writer: BitWriter) => void): Buffer {
  const writer = new BitWriter(1)
  write(writer)
  return inflateRawSync(writer.takenBytes())
}

function encoded(sample: Uint8Array, bytes: Uint8Array, before: Uint8Array): Buffer {
  const code = codeFor([{ text: sample, matches: findMatches(sample, 0) }])
  const writer = new BitWriter()
  code.writeStart(writer, true)
  code.writeBytes(writer, before)
  const whole = Buffer.concat([before, bytes])
  writer.append(code.bitsOf(code.stepsOf(bytes, findMatches(whole, before.length))))
  code.writeEnd(writer)
  return writer.takenBytes()
}

describe('a text', () => {
  it('comes back from a code that was chosen for another one, with what was before it', () => {
    fc.assert(
      fc.property(text, text, text, (sample, bytes, before) => {
        const sent = encoded(sample, bytes, before)
        expect(inflateRawSync(sent)).toEqual(Buffer.concat([before, bytes]))
      }),
      { numRuns: 25 },
    )
  })

  it('comes back from a block of its own, behind bits that end within a byte', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const got = unpacked((writer) => {
          fixedCode.writeStart(writer, false)
          fixedCode.writeBytes(writer, first)
          fixedCode.writeEnd(writer)
          writer.append(blockOf(second, first))
          fixedCode.writeStart(writer, true)
          fixedCode.writeEnd(writer)
        })
        expect(got).toEqual(Buffer.concat([first, second]))
      }),
      { numRuns: 25 },
    )
  })

  it('may be as long as the longest match, and one byte longer', () => {
    for (const length of [258, 259, 600, 33_000]) {
      const sent = encoded(Buffer.from('x'), Buffer.alloc(length, 0x20), Buffer.alloc(0))
      expect(inflateRawSync(sent)).toEqual(Buffer.alloc(length, 0x20))
    }
  })
})

describe('the lengths of code words', () => {
  it('form a complete code, and stay within the limit however the counts differ', () => {
    const steep = Array.from({ length: 40 }, (_, i) => 2 ** Math.min(i, 50))
    for (const [counts, limit] of [
      [steep, 15],
      [steep.slice(0, 19), 7],
      [[1, 1], 7],
    ] as const) {
      const lengths = codeLengths(counts, limit)
      expect(Math.max(...lengths)).toBeLessThanOrEqual(limit)
      expect(lengths.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1)
      expect(new Set([...codesOf(lengths)].map((code, i) => `${code}/${lengths[i]}`)).size).toBe(
        counts.length,
      )
    }
  })

  it('are 0 for what is never used', () => {
    expect([...codeLengths([5, 0, 1, 3], 15)]).toEqual([1, 0, 2, 2])
  })
})
