/** Endings that are not the acquirer's: the customer leaves, the merchant withdraws, the time is over. */
import { type ExpectedEvent, row } from './row.ts'
import { at, given, lifeS, open, play } from './situations.ts'
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

const extended = (number: number): ExpectedEvent => ({
  type: 'payment_extended',
  number,
  endsAtMs: at((number + 1) * lifeS),
})

const secondChallenged = play(given.declined, [20, ask.start(2)], [21, ask.answer(ask.challenge, 2)])

export const endingRows = [
  ...ended.flatMap((state) => [
    row(state, given[state], ask.abandon(), lifeS, 'payment_ended'),
    row(state, given[state], ask.cancel, lifeS, 'payment_not_cancelable'),
    row(state, given[state], ask.expire, 0, 'payment_ended'),
    row(state, given[state], ask.extend(1), 0, 'payment_ended'),
  ]),
  ...moneyOnItsWay.map((state) => row(state, given[state], ask.abandon(), 130, 'attempt_running')),
  ...running.flatMap((state) => [
    row(state, given[state], ask.cancel, 130, 'payment_not_cancelable'),
    row(`${state}, early`, given[state], ask.expire, 0, 'attempt_running'),
    row(`${state}, early on purpose`, given[state], ask.expireEarly, 130, 'attempt_running'),
    row(`${state}, late`, given[state], ask.expire, lifeS, 'attempt_running'),
    row(state, given[state], ask.extend(1), 130, 'attempt_running'),
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
    row(state, given[state], ask.extend(1), lifeS - 0.001, [extended(1)], was),
    row(`${state}, too late`, given[state], ask.extend(1), lifeS, 'payment_expired'),
    row(`${state}, an extension yet to come`, given[state], ask.extend(2), 130, 'superseded'),
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
  row('extended, the same click again', given.extended, ask.extend(1), 130, 'superseded'),
  row('extended, and needing more', given.extended, ask.extend(2), 2 * lifeS - 1, [extended(2)], 'pending'),
  row('extended, at its first end', given.extended, ask.expire, lifeS, 'superseded'),
  row('extended twice, a moment early', given.extendedTwice, ask.expire, 3 * lifeS - 0.001, 'superseded'),
  row('extended twice', given.extendedTwice, ask.expire, 3 * lifeS, [{ type: 'payment_expired' }], 'expired'),
  row('extended twice, a card too late', given.extendedTwice, ask.start(), 3 * lifeS, 'payment_expired'),
  row('extended as often as allowed', given.extendedTwice, ask.extend(3), 210, 'extension_limit_reached'),
  row('never to be extended', open({ extensionsMax: 0 }), ask.extend(1), 130, 'extension_limit_reached'),
]
