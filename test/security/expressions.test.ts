/**
 * No regular expression takes more than linear time, whatever it runs over: one request must not hold up the others.
 * The checker proves it from the expression's automaton. What has none (look-arounds, for example) is written differently.
 */
import { check } from '@makenowjust-labo/recheck'
import { describe, expect, test } from 'vitest'
import { filesWithMadeExpressions, writtenExpressions } from './source-expressions.ts'

const proofLimits = { checker: 'automaton', timeout: 60_000 } as const

test('the checker finds what is not linear', () => {
  expect(check('^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$', '', proofLimits)).toMatchObject({ status: 'vulnerable' })
  expect(check('\\/+$', '', proofLimits)).toMatchObject({ status: 'vulnerable' })
})

// A proof takes up to a second where the machine has nothing else to do.
describe('linear is', { timeout: 120_000 }, () => {
  test.each(writtenExpressions().map(({ source, flags, file }) => ({ source, flags, file })))(
    '/$source/$flags in $file',
    ({ source, flags }) => {
      expect(check(source, flags, proofLimits)).toMatchObject({ status: 'safe' })
    },
  )
})

test('no expression is assembled at run time, where it could not be checked', () => {
  expect(filesWithMadeExpressions()).toEqual([])
})
