/** What each situation waits for, in words. */
import { describe, expect, it } from 'vitest'
import { explainWaiting } from '../../src/core/explain/explain-waiting.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { at, given } from './situations.ts'

const time = (atMs: number) => `second ${(atMs - at(0)) / 1_000}`

const rows: readonly (readonly [string, Payment, readonly string[]])[] = [
  ['open', given.opened, ['A card, until second 1800.']],
  ['open again after a decline', given.declined, ['A card, until second 1800.']],
  ['succeeded', given.succeeded, ['Nothing: it is succeeded, and stays so.']],
  ['failed', given.failed, ['Nothing: it is failed, and stays so.']],
  ['expired', given.expired, ['Nothing: it is expired, and stays so.']],
  ['canceled', given.canceled, ['Nothing: it is canceled, and stays so.']],
  ['sending', given.sending, ["The acquirer's answer to attempt 1; a worker looks at it from second 60 on."]],
  ['unknown', given.unknown, ["The acquirer's answer to attempt 1; a worker looks at it from second 35 on."]],
  [
    'challenged',
    given.challenged,
    ["The customer's confirmation at the issuer for attempt 1; a worker looks at it from second 601 on."],
  ],
  [
    'reversing',
    given.reversing,
    ["The acquirer's acknowledgment that attempt 1 is reversed; a worker looks at it from second 110 on."],
  ],
  [
    'reversing after its payment failed',
    given.reversingFailed,
    ["The acquirer's acknowledgment that attempt 1 is reversed; a worker looks at it from second 5 on."],
  ],
  ['reversed, to be repeated', given.repeatingOpen, ['A card, until second 1800.']],
  [
    'being paid back',
    given.payingBack,
    ["The acquirer's confirmation that attempt 1 is paid back; a worker looks at it from second 112 on."],
  ],
  ['paid back', given.paidBack, ['Nothing: it is failed, and stays so.']],
  ['set aside', given.set_aside, ["A person's decision about attempt 1; see flowlix reconcile."]],
  [
    'set aside after a decision',
    given.setAsideDecided,
    ["A person's decision about attempt 1; see flowlix reconcile."],
  ],
  [
    'a refund under way',
    given.refundSending,
    ['The outcome of refund refund1; a worker looks at it from second 160 on.'],
  ],
  [
    'a refund set aside',
    given.refundSetAside,
    ["A person's decision about refund refund1; see flowlix reconcile."],
  ],
  ['refunded', given.refundSucceeded, ['Nothing: it is succeeded, and stays so.']],
  ['a failed refund', given.refundFailed, ['Nothing: it is succeeded, and stays so.']],
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
