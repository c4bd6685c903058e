/** The issuer's 3-D Secure method: asked for by an answer or an inquiry, and ended once. */
import { type ExpectedEvent, row } from './row.ts'
import { at, given, play } from './situations.ts'
import * as ask from './vocabulary.ts'

const methodUntil = (atS: number): ExpectedEvent => ({
  type: 'attempt_method_requested',
  url: 'https://bank.example/method',
  data: 'e30',
  country: null,
  expiresAtMs: at(atS + 600),
})
const challengedUntil = (atS: number): ExpectedEvent => ({
  type: 'attempt_challenge_requested',
  url: 'https://bank.example/1',
  fields: { creq: 'e30' },
  country: null,
  expiresAtMs: at(atS + 600),
  nextAtMs: at(atS + 600),
})
const resumed = (completion: string, atS: number): ExpectedEvent => ({
  type: 'attempt_resumed',
  completion,
  nextAtMs: at(atS + 60),
})
const approved: readonly ExpectedEvent[] = [
  { type: 'attempt_approved', acquirerTransactionId: 'tx1', country: null },
  { type: 'payment_succeeded' },
]
const inconclusive = (cause: string, atS: number, pauseS: number): ExpectedEvent => ({
  type: 'attempt_inquiry_inconclusive',
  cause,
  notFoundCount: 0,
  nextAtMs: at(atS + pauseS),
})

const askedForRows = [
  ...(['sending', 'unknown'] as const).map((state) =>
    row(state, given[state], ask.answer(ask.method), 50, [methodUntil(50)], 'challenged, requires_action'),
  ),
  row(
    'unknown, found out by an inquiry',
    given.unknown,
    ask.inquiry(ask.method),
    50,
    [methodUntil(50)],
    'challenged, requires_action',
  ),
  row(
    'unknown, found out out of turn',
    given.unknown,
    ask.conclusive(ask.method),
    50,
    [methodUntil(50)],
    'challenged, requires_action',
  ),
  row('challenged', given.challenged, ask.answer(ask.method), 50, []),
  row('challenged', given.challenged, ask.conclusive(ask.method), 50, []),
  row('it is running', given.identifying, ask.answer(ask.method), 50, []),
  row('it is running', given.identifying, ask.conclusive(ask.method), 50, []),
]

const endedRows = [
  ...(['Y', 'N', 'U'] as const).map((completion) =>
    row(
      'it is running',
      given.identifying,
      ask.resume(completion),
      10,
      [resumed(completion, 10)],
      'sending, pending',
    ),
  ),
  row('it has ended', given.resumed, ask.resume(), 10, 'superseded'),
  ...(['opened', 'sending', 'challenged', 'unknown', 'reversing', 'succeeded', 'declined'] as const).map(
    (state) => row(state, given[state], ask.resume(), 10, 'superseded'),
  ),
  row('no such attempt', given.identifying, ask.resume('Y', 2), 10, 'superseded'),
]

const afterRows = [
  row('resumed', given.resumed, ask.answer(ask.approved), 6, approved, 'approved, succeeded'),
  row(
    'resumed',
    given.resumed,
    ask.answer(ask.challengeForm),
    6,
    [challengedUntil(6)],
    'challenged, requires_action',
  ),
  row('resumed, and asked for the method again', given.resumed, ask.answer(ask.method), 6, []),
  // Only the authorization can say so, late: it has been sent, as the method proves.
  row('resumed', given.resumed, ask.answer(ask.notSent), 6, []),
  row(
    'resumed, and asked for the method again',
    given.resumedUnknown,
    ask.inquiry(ask.method),
    50,
    [inconclusive('three_ds_method', 50, 10)],
    'unknown, pending',
  ),
]

const overtakenRows = [
  row(
    'it is running, and the customer leaves',
    given.identifying,
    ask.abandon(),
    10,
    [
      {
        type: 'attempt_reversal_decided',
        paymentWaits: false,
        declineCode: 'canceled_by_customer',
        cause: 'the customer left during the challenge',
        nextAtMs: at(10),
      },
      { type: 'payment_failed', declineCode: 'canceled_by_customer' },
    ],
    'reversing, failed',
  ),
  row(
    'it never ended',
    given.identifying,
    ask.inquiry(ask.method),
    601,
    [
      {
        type: 'attempt_reversal_decided',
        paymentWaits: true,
        declineCode: 'authentication_failed',
        cause: 'the challenge was not completed in time (three_ds_method)',
        nextAtMs: at(601),
      },
    ],
    'reversing, pending',
  ),
  // A request that was answered cannot arrive late, so another card may be tried.
  row(
    'it never ended, and the reversal is no tombstone',
    play(given.identifying, [601, ask.inquiry(ask.lost)]),
    ask.reversal(ask.reversed, { isTombstone: false }),
    602,
    [{ type: 'attempt_reversed', nextAtMs: at(1_202) }],
    'reversed, pending',
  ),
]

export const methodRows = [...askedForRows, ...endedRows, ...afterRows, ...overtakenRows]
