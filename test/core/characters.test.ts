/** Lengths in code points, and the characters that no string may have. */
import { describe, expect, it } from 'vitest'
import { hasForbiddenCharacters, isLonger } from '../../src/core/characters.ts'

it.each([
  ['abc', 3, false],
  ['abcd', 3, true],
  ['😀😀😀', 3, false],
  ['😀😀😀😀', 3, true],
  ['😀😀x', 2, true],
])('%j is longer than %i: %s', (text, lengthMax, expected) => {
  expect(isLonger(text, lengthMax)).toBe(expected)
})

describe('forbidden', () => {
  it.each(['\0', '\x1b', '\x7f', '\x80', '\x9f', '\u202a', '\u202e', '\ud800'])('is %j everywhere', (one) => {
    expect(hasForbiddenCharacters(`a${one}b`, false)).toBe(true)
    expect(hasForbiddenCharacters(`a${one}b`, true)).toBe(true)
  })

  it.each(['\t', '\n', '\r'])('is %j, unless the text has lines', (one) => {
    expect(hasForbiddenCharacters(`a${one}b`, false)).toBe(true)
    expect(hasForbiddenCharacters(`a${one}b`, true)).toBe(false)
  })

  it.each(['', ' ', '~', '\xa0', '\u2029', '\u202f', '\u2066', '😀'])('is not %j', (one) => {
    expect(hasForbiddenCharacters(`a${one}b`, false)).toBe(false)
  })
})
