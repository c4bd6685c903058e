/** Each event's sentence. Who reads them has a customer on the telephone. */
import { expect, it } from 'vitest'
import { explainEvent } from '../../src/core/explain/explain-event.ts'
import type { AnyEvent } from '../../src/core/payment/events.ts'
import { attemptTransitions, refundTransitions } from '../../src/core/payment/transitions.ts'
import { at, created } from './situations.ts'
import { acquirer, card } from './vocabulary.ts'

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
  [{ type: 'payment_expired', atMs }, 'The payment expired before it was paid.'],
  [
    { type: 'payment_extended', number: 2, endsAtMs: at(5_400), atMs },
    'The customer asked for more time (extension 2); the session stays open until second 5400.',
  ],
  [{ type: 'payment_canceled', atMs }, 'The merchant canceled the payment.'],
  [
    { type: 'payment_personal_data_removed', by: 'operator', atMs },
    'Personal data was removed from the payment by an operator.',
  ],
  [
    { type: 'payment_personal_data_removed', by: 'retention_setting', atMs },
    'Personal data was removed from the payment because its retention period had passed.',
  ],
  [
    {
      type: 'attempt_started',
      ...first,
      reference: 'ref1',
      card,
      customer: null,
      ...acquirer,
      nextAtMs: at(65),
    },
    'Attempt 1 started, with a card ending in 1111. Its reference at the acquirer is ref1 (acquirer1).',
  ],
  [
    {
      ...{ type: 'attempt_started', ...first, reference: 'ref1', card, customer: null },
      ...{ acquirer: 'stripe', account: 'acct_1', mustPrepare: true, handle: null, nextAtMs: at(65) },
    },
    'Attempt 1 started, with a card ending in 1111. Its reference at the acquirer is ref1 (stripe, account acct_1).',
  ],
  [
    { type: 'attempt_prepared', ...first, handle: 'pi1' },
    'The charge of attempt 1 was announced to the acquirer, which calls it pi1; the card is sent after this.',
  ],
  [
    {
      type: 'attempt_challenge_requested',
      ...first,
      url: 'https://bank.example/1',
      fields: null,
      country: null,
      expiresAtMs: at(605),
      nextAtMs: at(605),
    },
    'The issuer asked the customer to confirm attempt 1 by second 605.',
  ],
  [
    {
      type: 'attempt_method_requested',
      ...first,
      url: 'https://bank.example/2',
      data: 'e30',
      country: null,
      expiresAtMs: at(605),
    },
    "The issuer asked to recognize the customer's browser for attempt 1 (3-D Secure method) by second 605.",
  ],
  [
    { type: 'attempt_resumed', ...first, completion: 'Y', nextAtMs: at(65) },
    'The 3-D Secure method of attempt 1 ended (Y), and the acquirer was asked to continue.',
  ],
  [
    { type: 'attempt_challenge_returned', ...first, fields: { token: 'abc' }, nextAtMs: at(20) },
    'The customer came back from the issuer for attempt 1, and the acquirer was asked to continue.',
  ],
  [
    { type: 'attempt_approved', ...first, acquirerTransactionId: 'tx1', country: null },
    'The acquirer approved attempt 1 (transaction tx1).',
  ],
  [{ type: 'attempt_declined', ...first, ...declined }, 'Attempt 1 was declined (do_not_honor).'],
  [
    { type: 'attempt_not_sent', ...first },
    'The request for attempt 1 never left the gateway; the card was not charged.',
  ],
  [
    { type: 'attempt_answer_missed', ...first, cause: 'no answer in time', nextAtMs: at(10) },
    'No conclusive answer arrived for attempt 1: no answer in time. The acquirer will be asked about it no earlier than second 10.',
  ],
  [
    { type: 'attempt_answer_missed', ...first, cause: 'no answer in time', nextAtMs: null },
    'No conclusive answer arrived for attempt 1: no answer in time. The acquirer will be asked about it.',
  ],
  [
    {
      type: 'attempt_inquiry_inconclusive',
      ...first,
      cause: 'no answer',
      notFoundCount: 0,
      nextAtMs: at(20),
    },
    'The acquirer was asked about attempt 1: no answer. It will be asked again no earlier than second 20.',
  ],
  [
    { type: 'attempt_inquiry_inconclusive', ...first, cause: 'pending', notFoundCount: 0, nextAtMs: at(20) },
    'The acquirer was asked about attempt 1: it has not decided yet. It will be asked again no earlier than second 20.',
  ],
  [
    {
      type: 'attempt_inquiry_inconclusive',
      ...first,
      cause: 'not_found',
      notFoundCount: 0,
      nextAtMs: at(20),
    },
    'The acquirer was asked about attempt 1: it has no record of it, which is not conclusive yet. It will be asked again no earlier than second 20.',
  ],
  [
    {
      type: 'attempt_inquiry_inconclusive',
      ...first,
      cause: 'not_found',
      notFoundCount: 1,
      nextAtMs: at(20),
    },
    'The acquirer was asked about attempt 1: it has no record of it, for the first time that counts. It will be asked again no earlier than second 20.',
  ],
  [
    {
      type: 'attempt_inquiry_inconclusive',
      ...first,
      cause: 'not_found',
      notFoundCount: 2,
      nextAtMs: at(20),
    },
    'The acquirer was asked about attempt 1: it has no record of it, 2 times in a row. It will be asked again no earlier than second 20.',
  ],
  [
    {
      type: 'attempt_reversal_decided',
      ...first,
      paymentWaits: true,
      declineCode: 'processing_error',
      cause: 'the acquirer has no record of it',
      nextAtMs: at(110),
    },
    'The gateway decided to reverse attempt 1: the acquirer has no record of it. No later answer changes this.',
  ],
  [
    { type: 'attempt_reversal_unacknowledged', ...first, cause: 'no answer', nextAtMs: at(20) },
    'The reversal of attempt 1 was not acknowledged: no answer. It will be sent again no earlier than second 20.',
  ],
  [
    { type: 'attempt_reversed', ...first, nextAtMs: null },
    'The acquirer confirmed that attempt 1 is reversed; no money is held for it.',
  ],
  [
    { type: 'attempt_reversal_repeated', ...first, nextAtMs: null },
    'The reversal of attempt 1 was sent again, in case the original request had arrived late.',
  ],
  [
    { type: 'attempt_late_answer_recorded', ...first, answer: 'approved' },
    'An answer about attempt 1 arrived too late to count: approved. It is kept as evidence only.',
  ],
  [
    {
      type: 'attempt_set_aside',
      ...first,
      cause: 'the acquirer approved a different reference, amount, or currency',
    },
    'Attempt 1 needs manual review: the acquirer approved a different reference, amount, or currency.',
  ],
  [
    { type: 'attempt_reversal_unacknowledged', ...first, cause: 'too_late', nextAtMs: at(20) },
    'The reversal of attempt 1 was not acknowledged: it was too late. It will be sent again no earlier than second 20.',
  ],
  [
    { type: 'attempt_pay_back_decided', ...first, nextAtMs: at(20) },
    'The money of attempt 1 was already collected and could no longer be reversed. The gateway decided to refund it.',
  ],
  [
    { type: 'attempt_pay_back_unconfirmed', ...first, cause: 'pending', nextAtMs: at(20) },
    'The acquirer was asked to refund attempt 1: it has not decided yet. It will be asked again no earlier than second 20.',
  ],
  [
    { type: 'attempt_paid_back', ...first, acquirerRefundId: 'a1' },
    'The acquirer refunded attempt 1 (refund a1).',
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
    'Refund rf of 400 minor units was requested (returned); the amount is reserved.',
  ],
  [
    { type: 'refund_accepted', ...refund, acquirerRefundId: 'a1', nextAtMs: at(10) },
    'The acquirer accepted refund rf (as a1).',
  ],
  [{ type: 'refund_succeeded', ...refund, acquirerRefundId: 'a1' }, 'Refund rf was paid out.'],
  [
    { type: 'refund_failed', ...refund, declineCode: 'issuer_declined' },
    'Refund rf failed (issuer_declined); its amount can be refunded again.',
  ],
  [
    { type: 'refund_answer_missed', ...refund, cause: 'no answer in time', nextAtMs: at(10) },
    'No conclusive answer arrived for refund rf: no answer in time. The acquirer will be asked about it no earlier than second 10.',
  ],
  [
    {
      type: 'refund_inquiry_inconclusive',
      ...refund,
      cause: 'not_found',
      notFoundCount: 2,
      nextAtMs: at(20),
    },
    'The acquirer was asked about refund rf: it has no record of it, 2 times in a row. It will be asked again no earlier than second 20.',
  ],
  [
    {
      type: 'refund_reversal_decided',
      ...refund,
      cause: 'the acquirer has no record of it',
      nextAtMs: at(20),
    },
    'The gateway decided to make sure that refund rf has no effect: the acquirer has no record of it.',
  ],
  [
    { type: 'refund_reversal_unacknowledged', ...refund, cause: 'no answer', nextAtMs: at(20) },
    'The reversal of refund rf was not acknowledged: no answer. It will be sent again no earlier than second 20.',
  ],
  [
    { type: 'refund_reversal_unacknowledged', ...refund, cause: 'too_late', nextAtMs: at(20) },
    'The reversal of refund rf was not acknowledged: it was too late. It will be sent again no earlier than second 20.',
  ],
  [
    { type: 'refund_set_aside', ...refund, cause: 'no answer' },
    'Refund rf needs manual review: no answer. Its amount stays reserved.',
  ],
  // As a later version may have written it.
  [
    { type: 'refund_audited', ...refund } as unknown as AnyEvent,
    'An event of a type that this version does not know: refund_audited.',
  ],
  [
    { type: 'payment_archived', atMs } as unknown as AnyEvent,
    'An event of a type that this version does not know: payment_archived.',
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
