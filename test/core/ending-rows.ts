/** Endings that are not the acquirer's: the customer leaves, the merchant withdraws, the time is over. */
import { type ExpectedEvent, row } from './row.ts'
import { at, given, lifeS } from './situations.ts'
import * as ask from './vocabulary.ts'

const failed = (declineCode: string): ExpectedEvent => ({ type: 'payment_failed', declineCode })

const ended = ['succeeded', 'failed', 'expired', 'canceled', 'abandoned', 'reversingFailed'] as const
const moneyOnItsWay = ['sending', 'unknown', 'reversing', 'manual'] as const
const running = [...moneyOnItsWay, 'challenged'] as const
const free = [
  ['opened', 'pending'],
  ['declined', 'declined, pending'],
] as const

export const endingRows = [
  ...ended.flatMap((state) => [
    row(state, given[state], ask.abandon, lifeS, 'payment_ended'),
    row(state, given[state], ask.cancel, lifeS, 'payment_not_cancelable'),
    row(state, given[state], ask.expire, 0, 'payment_ended'),
  ]),
  ...moneyOnItsWay.map((state) => row(state, given[state], ask.abandon, 130, 'attempt_running')),
  ...running.flatMap((state) => [
    row(state, given[state], ask.cancel, 130, 'payment_not_cancelable'),
    row(`${state}, early`, given[state], ask.expire, 0, 'attempt_running'),
    row(`${state}, late`, given[state], ask.expire, lifeS, 'attempt_running'),
  ]),
  ...free.flatMap(([state, was]) => [
    row(
      state,
      given[state],
      ask.abandon,
      9,
      [failed('canceled_by_customer')],
      was.replace('pending', 'failed'),
    ),
    row(
      state,
      given[state],
      ask.cancel,
      9,
      [{ type: 'payment_canceled' }],
      was.replace('pending', 'canceled'),
    ),
    row(
      state,
      given[state],
      ask.expire,
      lifeS,
      [{ type: 'payment_expired' }],
      was.replace('pending', 'expired'),
    ),
    row(`${state}, a moment early`, given[state], ask.expire, lifeS - 0.001, 'superseded'),
  ]),
  row(
    'during the challenge',
    given.challenged,
    ask.abandon,
    130,
    [
      {
        type: 'reversal_decided',
        settles: false,
        declineCode: 'canceled_by_customer',
        cause: 'the customer left during the challenge',
        nextAtMs: at(130),
      },
      failed('canceled_by_customer'),
    ],
    'reversing, failed',
  ),
]
