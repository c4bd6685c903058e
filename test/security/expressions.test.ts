/**
 * No regular expression takes more than linear time, whatever it runs over: one request must not hold up the others.
 * The checker proves it from the expression's automaton; what it cannot prove is named here, with what bounds it.
 */
import { check } from '@makenowjust-labo/recheck'
import { describe, expect, test } from 'vitest'
import { filesWithMadeExpressions, writtenExpressions } from './source-expressions.ts'

/** Look-behinds have no automaton. These are attacked by the checker's search instead. */
const searched: Readonly<Record<string, string>> = {}

const proofLimits = { checker: 'automaton', timeout: 60_000 } as const
const searchLimits = { checker: 'fuzz', timeout: 60_000 } as const

test('the checker finds what is not linear', () => {
  expect(check('^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$', '', proofLimits)).toMatchObject({ status: 'vulnerable' })
  expect(check('\\/+$', '', proofLimits)).toMatchObject({ status: 'vulnerable' })
  expect(check('(?<!a)(b|b)*c', '', searchLimits)).toMatchObject({ status: 'vulnerable' })
})

// A proof takes up to a second where the machine has nothing else to do.
describe('linear is', { timeout: 120_000 }, () => {
  test.each(writtenExpressions().map(({ source, flags, file }) => ({ source, flags, file })))(
    '/$source/$flags in $file',
    ({ source, flags }) => {
      const limits = Object.hasOwn(searched, source) ? searchLimits : proofLimits
      expect(check(source, flags, limits)).toMatchObject({ status: 'safe' })
    },
  )
})

test('no expression is put together while running, where nobody could check it', () => {
  expect(filesWithMadeExpressions()).toEqual([])
})

test('every exception is still in the sources', () => {
  const written = writtenExpressions().map(({ source }) => source)
  expect(Object.keys(searched).filter((source) => !written.includes(source))).toEqual([])
})
