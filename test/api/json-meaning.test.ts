/** What idempotency compares: one notation for each meaning, as the bytes that are hashed. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { meaningOf } from '../../src/api/json-meaning.ts'
import { parseStrictJson } from '../../src/api/strict-json.ts'

const notation = (json: string): string => Buffer.from(meaningOf(parseStrictJson(json))).toString('hex')

/** Marks of the notation itself, and halves of surrogate pairs: few, so that two texts are nearly the same. */
const text = fc.string({ unit: fc.constantFrom('"', ':', ';', '{', '\\', '1', '\ud800', '\ud801') })
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    text,
    fc.constantFrom(1, 11, true, null),
    fc.array(tie('any'), { maxLength: 2 }),
    fc.dictionary(text, tie('any'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).any

it('two values have the same notation if and only if they are equal', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(notation(JSON.stringify(a)) === notation(JSON.stringify(b))).toBe(isDeepStrictEqual(a, b))
    }),
    { numRuns: 3_000 },
  )
})

it.each([
  ['halves of surrogate pairs', '["\\ud800"]', '["\\ud801"]'],
  ['strings that hold the marks of the notation', '["1:a","b"]', '["1:a\\"1:b"]'],
  ['a number and the string of it', '[1]', '["1"]'],
  ['numbers that are written differently', '[1]', '[1.0]'],
  ['an explicit null and absence', '{"a":null}', '{}'],
])('are different: %s', (_, one, other) => {
  expect(notation(one)).not.toBe(notation(other))
})
