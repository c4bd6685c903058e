/** What each situation waits for, in words. */
import { describe, expect, it } from 'vitest'
import { explainWaiting } from '../../src/core/explain/explain-waiting.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { at, given } from './situations.ts'

const time = (atMs: number) => `second ${(atMs - at(0)) / 1_000}`

const rows: readonly (readonly [string, Payment, readonly string[]])[] = [
  ['open', given.opened, ['A card, until second 1800.']],
  ['open again after a decline', given.declined, ['A card, until second 1800.']],
  ['succeeded', given.succeeded, ['Nothing. Its status, succeeded, is final.']],
  ['failed', given.failed, ['Nothing. Its status, failed, is final.']],
  ['expired', given.expired, ['Nothing. Its status, expired, is final.']],
  ['canceled', given.canceled, ['Nothing. Its status, canceled, is final.']],
  [
    'sending',
    given.sending,
    ["The acquirer's answer to attempt 1; a worker checks it at second 60 or later."],
  ],
  [
    'unknown',
    given.unknown,
    ["The acquirer's answer to attempt 1; a worker checks it at second 35 or later."],
  ],
  [
    'challenged',
    given.challenged,
    ["The customer's confirmation at the issuer for attempt 1; a worker checks it at second 601 or later."],
  ],
  [
    'reversing',
    given.reversing,
    ["The acquirer's acknowledgment that attempt 1 is reversed; a worker checks it at second 110 or later."],
  ],
  [
    'reversing after its payment failed',
    given.reversingFailed,
    ["The acquirer's acknowledgment that attempt 1 is reversed; a worker checks it at second 5 or later."],
  ],
  ['reversed, to be repeated', given.repeatingOpen, ['A card, until second 1800.']],
  [
    'being paid back',
    given.payingBack,
    ["The acquirer's confirmation that attempt 1 is refunded; a worker checks it at second 112 or later."],
  ],
  ['paid back', given.paidBack, ['Nothing. Its status, failed, is final.']],
  ['set aside', given.set_aside, ['Manual review of attempt 1; see flowlix reconcile.']],
  [
    'set aside after a decision',
    given.setAsideDecided,
    ['Manual review of attempt 1; see flowlix reconcile.'],
  ],
  [
    'a refund under way',
    given.refundSending,
    ['The outcome of refund refund1; a worker checks it at second 160 or later.'],
  ],
  ['a refund set aside', given.refundSetAside, ['Manual review of refund refund1; see flowlix reconcile.']],
  ['refunded', given.refundSucceeded, ['Nothing. Its status, succeeded, is final.']],
  ['a failed refund', given.refundFailed, ['Nothing. Its status, succeeded, is final.']],
]

describe('awaited', () => {
  it.each(rows)('%s', (_name, payment, sentences) => {
    expect(explainWaiting(payment, time)).toStrictEqual(sentences)
  })

  it('is always something', () => {
    const { oneCardStates, ...others } = given
    for (const payment of [...Object.values(others), ...Object.values(oneCardStates)]) {
      expect(explainWaiting(payment, time).length).toBeGreaterThan(0)
    }
  })
})
