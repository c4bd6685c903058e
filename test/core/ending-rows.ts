/** Endings that are not the acquirer's: the customer leaves, the merchant withdraws, the time is over. */
import { type ExpectedEvent, row } from './row.ts'
import { at, given, lifeS, play } from './situations.ts'
import * as ask from './vocabulary.ts'

const failed = (declineCode: string): ExpectedEvent => ({ type: 'payment_failed', declineCode })

const ended = [
  'succeeded',
  'failed',
  'expired',
  'canceled',
  'abandoned',
  'reversingFailed',
  'payingBack',
  'paidBack',
] as const
const moneyOnItsWay = ['sending', 'unknown', 'reversing', 'set_aside'] as const
const running = [...moneyOnItsWay, 'challenged'] as const
/** Nothing is running; the number of the attempt that the form asks for, and what leaving it means. */
const free = [
  ['opened', 'pending', 1, 'canceled_by_customer'],
  ['declined', 'declined, pending', 2, 'do_not_honor'],
  ['notSent', 'not_sent, pending', 2, 'processing_error'],
  ['reversed', 'reversed, pending', 2, 'processing_error'],
  ['reversedByOthers', 'reversed, pending', 2, 'processing_error'],
] as const

const secondChallenged = play(given.declined, [20, ask.start(2)], [21, ask.answer(ask.challenge, 2)])

export const endingRows = [
  ...ended.flatMap((state) => [
    row(state, given[state], ask.abandon(), lifeS, 'payment_ended'),
    row(state, given[state], ask.cancel, lifeS, 'payment_not_cancelable'),
    row(state, given[state], ask.expire, 0, 'payment_ended'),
  ]),
  ...moneyOnItsWay.map((state) => row(state, given[state], ask.abandon(), 130, 'attempt_running')),
  ...running.flatMap((state) => [
    row(state, given[state], ask.cancel, 130, 'payment_not_cancelable'),
    row(`${state}, early`, given[state], ask.expire, 0, 'attempt_running'),
    row(`${state}, early on purpose`, given[state], ask.expireEarly, 130, 'attempt_running'),
    row(`${state}, late`, given[state], ask.expire, lifeS, 'attempt_running'),
  ]),
  ...free.flatMap(([state, was, number, declineCode]) => [
    row(
      state,
      given[state],
      ask.abandon(number),
      130,
      [failed(declineCode)],
      was.replace('pending', 'failed'),
    ),
    row(`${state}, the form of another attempt`, given[state], ask.abandon(number - 1), 130, 'superseded'),
    row(`${state}, a form yet to come`, given[state], ask.abandon(number + 1), 130, 'superseded'),
    row(
      state,
      given[state],
      ask.cancel,
      130,
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
    row(
      `${state}, early on purpose`,
      given[state],
      ask.expireEarly,
      130,
      [{ type: 'payment_expired' }],
      was.replace('pending', 'expired'),
    ),
  ]),
  row(
    'during the challenge',
    given.challenged,
    ask.abandon(),
    130,
    [
      {
        type: 'attempt_reversal_decided',
        paymentWaits: false,
        declineCode: 'canceled_by_customer',
        cause: 'the customer left during the challenge',
        nextAtMs: at(130),
      },
      failed('canceled_by_customer'),
    ],
    'reversing, failed',
  ),
  row(
    'during the challenge of the second card',
    secondChallenged,
    ask.abandon(2),
    130,
    [
      {
        type: 'attempt_reversal_decided',
        number: 2,
        paymentWaits: false,
        declineCode: 'canceled_by_customer',
        cause: 'the customer left during the challenge',
        nextAtMs: at(130),
      },
      failed('do_not_honor'),
    ],
    'declined reversing, failed',
  ),
  row('the challenge, by the form of the first card', secondChallenged, ask.abandon(1), 130, 'superseded'),
]
