/** Which declined cards the gateway does not let a customer try again. */
import { expect, it } from 'vitest'
import { isDeclinedForGood } from '../../src/core/attempt/attempt.ts'
import { given, play } from './situations.ts'
import * as ask from './vocabulary.ts'

it.each([
  [{ declineCode: 'lost_card' }, true],
  [{ declineCode: 'lost_card', retry: 'later' }, true],
  [{ declineCode: 'do_not_honor', retry: 'never' }, true],
  [{ declineCode: 'do_not_honor' }, false],
  [{ declineCode: 'do_not_honor', retry: 'later' }, false],
] as const)('a card that was declined with %j is declined for good: %s', (changes, isForGood) => {
  const { attempts } = play(given.sending, [2, ask.answer({ ...ask.declined, ...changes })])
  expect(attempts.map(isDeclinedForGood)).toStrictEqual([isForGood])
})

it.each(['sending', 'unknown', 'succeeded', 'notSent', 'reversed'] as const)(
  'a card that was not declined is not declined for good: %s',
  (state) => {
    expect(given[state].attempts.map(isDeclinedForGood)).toStrictEqual([false])
  },
)
