/** JSON is read as it was written, whatever the names in it are and whatever was read before. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseJson } from '../../src/platform/parse-json.ts'

const names = ['\\', '"', '\n', '\u0000', '\\n', '~0', '~', '__proto__', '1', 'plain', '']

it.each(names)('names with escapes are read as they are after %j', (before) => {
  for (const [i, name] of names.entries()) {
    // The fault needs a name before it that few other objects have.
    const rare = `${encodeURIComponent(before)} ${i}`
    parseJson(JSON.stringify({ [rare]: '', [before]: '' }))
    const value = { [rare]: '', [name]: '' }
    expect(parseJson(JSON.stringify(value))).toStrictEqual(value)
  }
})

it('everything is read as it was written', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...names, '":', '\\":', '{"~0":1}'))
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.array(fc.tuple(text, tie('tree')), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
    ),
  }))
  fc.assert(
    fc.property(tree, fc.constantFrom(undefined, 2), (value, indentation) => {
      expect(parseJson(JSON.stringify(value, null, indentation))).toStrictEqual(value)
    }),
  )
})

it.each(['', '{', '{"\\"":}', '{"\\x":1}', '"\\"', '{"a\\":1}', '{"~":1', '{\'a\':"\\\\"}'])(
  '%j is refused',
  (text) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
    expect(() => parseJson(text)).toThrow(SyntaxError)
  },
)

it('the last of several members with one name counts', () => {
  expect(parseJson('{"\\"":1,"a":2,"\\u0022":3}')).toEqual({ '"': 3, a: 2 })
})
