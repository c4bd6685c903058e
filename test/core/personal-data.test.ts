/** Why personal data stays, as operators are told. */
import { expect, it } from 'vitest'
import { personalDataHold, unfinishedHold } from '../../src/core/payment/personal-data.ts'
import { contextAt, dayS, given } from './situations.ts'

it.each([
  ['opened', 'open'],
  ['sending', 'open'],
  ['reversed', 'open'],
  ['reversingFailed', 'unsettled'],
  ['repeating', 'unsettled'],
  ['setAsidePayBack', 'unsettled'],
  ['refundPending', 'unsettled'],
] as const)('a payment that is not finished holds it, whenever that is: %s', (state, hold) => {
  expect(unfinishedHold(given[state])).toBe(hold)
  for (const days of [0, 999]) expect(personalDataHold(given[state], contextAt(days * dayS), 0)).toBe(hold)
})

it.each(['succeeded', 'canceled', 'refundSucceeded'] as const)(
  'a payment that is finished holds it for a day, or for as long as is required: %s',
  (state) => {
    const holdAfter = (days: number, keptDays: number) =>
      personalDataHold(given[state], contextAt(days * dayS), keptDays * dayS * 1_000)
    expect(unfinishedHold(given[state])).toBeNull()
    expect([holdAfter(0.9, 0), holdAfter(2, 0)]).toStrictEqual(['recent', null])
    expect([holdAfter(2, 3), holdAfter(4, 3)]).toStrictEqual(['recent', null])
  },
)
