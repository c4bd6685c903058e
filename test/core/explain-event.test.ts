/** Each event's sentence. Who reads them has a customer on the telephone. */
import { expect, it } from 'vitest'
import { explainEvent } from '../../src/core/explain/explain-event.ts'
import type { AnyEvent } from '../../src/core/payment/events.ts'
import { attemptTransitions, refundTransitions } from '../../src/core/payment/transitions.ts'
import { at, created } from './situations.ts'
import { card } from './vocabulary.ts'

const time = (atMs: number) => `second ${(atMs - at(0)) / 1_000}`
const atMs = at(5)
const first = { number: 1, atMs }
const refund = { refundId: 'rf', atMs }
const declined = { declineCode: 'do_not_honor', country: null } as const

const rows: readonly (readonly [AnyEvent, string])[] = [
  [created(), 'A session for the hosted page was created; it stays open until second 1800.'],
  [created({ kind: 'direct' }), 'A direct payment was created; it stays open until second 1800.'],
  [{ type: 'payment_succeeded', atMs }, 'The payment succeeded.'],
  [{ type: 'payment_failed', declineCode: 'do_not_honor', atMs }, 'The payment failed (do_not_honor).'],
  [{ type: 'payment_expired', atMs }, 'The payment expired: nobody had paid in time.'],
  [{ type: 'payment_canceled', atMs }, 'The merchant canceled the payment.'],
  [
    { type: 'attempt_started', ...first, reference: 'ref1', card, customer: null, nextAtMs: at(65) },
    'Attempt 1 began, with a card ending in 1111. Its request to the acquirer bears the reference ref1.',
  ],
  [
    {
      type: 'attempt_challenge_requested',
      ...first,
      url: 'https://bank.example/1',
      country: null,
      expiresAtMs: at(605),
    },
    'The issuer wants the customer to confirm attempt 1, by second 605.',
  ],
  [
    { type: 'attempt_approved', ...first, acquirerTransactionId: 'tx1', country: null },
    'The acquirer approved attempt 1, as its transaction tx1.',
  ],
  [{ type: 'attempt_declined', ...first, ...declined }, 'Attempt 1 was declined (do_not_honor).'],
  [
    { type: 'attempt_not_sent', ...first },
    'The request of attempt 1 never left the gateway; no money was taken.',
  ],
  [
    { type: 'attempt_answer_missed', ...first, cause: 'no answer in time', nextAtMs: at(10) },
    'Attempt 1 got no certain answer: no answer in time. The acquirer will be asked about it, at the earliest at second 10.',
  ],
  [
    { type: 'attempt_answer_missed', ...first, cause: 'no answer in time', nextAtMs: null },
    'Attempt 1 got no certain answer: no answer in time. The acquirer will be asked about it.',
  ],
  [
    {
      type: 'attempt_inquiry_inconclusive',
      ...first,
      cause: 'no answer',
      notFoundCount: 0,
      nextAtMs: at(20),
    },
    'The acquirer was asked about attempt 1: no answer. It will be asked again, at the earliest at second 20.',
  ],
  [
    { type: 'attempt_inquiry_inconclusive', ...first, cause: 'pending', notFoundCount: 0, nextAtMs: at(20) },
    'The acquirer was asked about attempt 1: it has not decided yet. It will be asked again, at the earliest at second 20.',
  ],
  [
    {
      type: 'attempt_inquiry_inconclusive',
      ...first,
      cause: 'not_found',
      notFoundCount: 0,
      nextAtMs: at(20),
    },
    'The acquirer was asked about attempt 1: it does not know it, which means nothing yet. It will be asked again, at the earliest at second 20.',
  ],
  [
    {
      type: 'attempt_inquiry_inconclusive',
      ...first,
      cause: 'not_found',
      notFoundCount: 1,
      nextAtMs: at(20),
    },
    'The acquirer was asked about attempt 1: it does not know it, for the first time that counts. It will be asked again, at the earliest at second 20.',
  ],
  [
    {
      type: 'attempt_inquiry_inconclusive',
      ...first,
      cause: 'not_found',
      notFoundCount: 2,
      nextAtMs: at(20),
    },
    'The acquirer was asked about attempt 1: it does not know it, 2 times in a row. It will be asked again, at the earliest at second 20.',
  ],
  [
    {
      type: 'attempt_reversal_decided',
      ...first,
      settles: true,
      declineCode: 'processing_error',
      cause: 'the acquirer does not know it',
      nextAtMs: at(110),
    },
    'It was decided to reverse attempt 1: the acquirer does not know it. No later answer changes that.',
  ],
  [
    { type: 'attempt_reversal_unacknowledged', ...first, cause: 'no answer', nextAtMs: at(20) },
    'The reversal of attempt 1 was not acknowledged: no answer. It will be sent again, at the earliest at second 20.',
  ],
  [
    { type: 'attempt_reversed', ...first, nextAtMs: null },
    'The acquirer confirmed that attempt 1 is reversed; no money is held for it.',
  ],
  [
    { type: 'attempt_reversal_repeated', ...first, nextAtMs: null },
    'The reversal of attempt 1 was sent once more, in case its request had arrived late.',
  ],
  [
    { type: 'attempt_late_answer_recorded', ...first, answer: 'approved' },
    'An answer about attempt 1 came too late to count: approved. It is kept as evidence only.',
  ],
  [
    { type: 'attempt_set_aside', ...first, cause: 'another reference, amount or currency was approved' },
    'Attempt 1 was set aside for a person: another reference, amount or currency was approved.',
  ],
  [
    { type: 'attempt_reversal_unacknowledged', ...first, cause: 'too_late', nextAtMs: at(20) },
    'The reversal of attempt 1 was not acknowledged: it came too late. It will be sent again, at the earliest at second 20.',
  ],
  [
    { type: 'attempt_pay_back_decided', ...first, nextAtMs: at(20) },
    'The money of attempt 1 had been settled and could not be reversed any more. It was decided to pay it back.',
  ],
  [
    { type: 'attempt_pay_back_unconfirmed', ...first, cause: 'pending', nextAtMs: at(20) },
    'The acquirer was asked to pay back attempt 1: it has not decided yet. It will be asked again, at the earliest at second 20.',
  ],
  [
    { type: 'attempt_paid_back', ...first, acquirerRefundId: 'a1' },
    'The acquirer paid back attempt 1, as its refund a1.',
  ],
  [
    {
      type: 'refund_requested',
      ...refund,
      reference: 'rrf',
      amountMinor: 400,
      reason: 'returned',
      nextAtMs: at(65),
    },
    'Refund rf over 400 minor units was requested (returned); the amount is reserved.',
  ],
  [
    { type: 'refund_accepted', ...refund, acquirerRefundId: 'a1', nextAtMs: at(10) },
    'Refund rf was accepted by the acquirer, as a1.',
  ],
  [{ type: 'refund_succeeded', ...refund, acquirerRefundId: 'a1' }, 'Refund rf was paid back.'],
  [
    { type: 'refund_failed', ...refund, declineCode: 'issuer_declined' },
    'Refund rf failed (issuer_declined); its amount can be refunded again.',
  ],
  [
    { type: 'refund_answer_missed', ...refund, cause: 'no answer in time', nextAtMs: at(10) },
    'Refund rf got no certain answer: no answer in time. The acquirer will be asked about it, at the earliest at second 10.',
  ],
  [
    {
      type: 'refund_inquiry_inconclusive',
      ...refund,
      cause: 'not_found',
      notFoundCount: 2,
      nextAtMs: at(20),
    },
    'The acquirer was asked about refund rf: it does not know it, 2 times in a row. It will be asked again, at the earliest at second 20.',
  ],
  [
    {
      type: 'refund_reversal_decided',
      ...refund,
      cause: 'the acquirer does not know it',
      nextAtMs: at(20),
    },
    'It was decided to make sure that refund rf has no effect: the acquirer does not know it.',
  ],
  [
    { type: 'refund_reversal_unacknowledged', ...refund, cause: 'no answer', nextAtMs: at(20) },
    'The reversal of refund rf was not acknowledged: no answer. It will be sent again, at the earliest at second 20.',
  ],
  [
    { type: 'refund_reversal_unacknowledged', ...refund, cause: 'too_late', nextAtMs: at(20) },
    'The reversal of refund rf was not acknowledged: it came too late. It will be sent again, at the earliest at second 20.',
  ],
  [
    { type: 'refund_set_aside', ...refund, cause: 'no answer' },
    'Refund rf was set aside for a person: no answer. Its amount stays reserved.',
  ],
  // As a later version may have written it.
  [
    { type: 'refund_audited', ...refund } as unknown as AnyEvent,
    'Something that this version has no words for: refund_audited.',
  ],
  [
    { type: 'payment_archived', atMs } as unknown as AnyEvent,
    'Something that this version has no words for: payment_archived.',
  ],
]

it.each(rows)('$type: %s', (event, sentence) => {
  expect(explainEvent(event, time)).toBe(sentence)
})

it('every event that moves an attempt or a refund has a row', () => {
  const types = new Set(rows.map(([{ type }]) => type as string))
  const moving = Object.keys({ ...attemptTransitions, ...refundTransitions })
  expect(moving.filter((type) => !types.has(type))).toStrictEqual([])
})
