/** Refunds: never more than what is left of a charge. */
import { type Form, metadataIn, textIn } from './form.ts'
import { type Acting, intentNamed } from './intents.ts'
import { invalid } from './problem.ts'
import type { RefundRecord } from './records.ts'

export function createRefund(form: Form, acting: Acting): RefundRecord {
  const intent = intentNamed(textIn(form, 'payment_intent') ?? '', acting)
  if (intent.status !== 'succeeded') {
    throw invalid('This PaymentIntent does not have a successful charge to refund.', {
      param: 'payment_intent',
    })
  }
  const remaining = intent.amount - acting.records.refunded(intent.id)
  if (remaining === 0) {
    throw invalid('The charge has already been refunded.', { code: 'charge_already_refunded' })
  }
  const amount = Number(textIn(form, 'amount') ?? remaining)
  if (!Number.isInteger(amount) || amount < 1) throw invalid('Invalid integer', { param: 'amount' })
  if (amount > remaining) {
    throw invalid('The refund is greater than the unrefunded amount of the charge.', { param: 'amount' })
  }
  const [status, becomes] = intent.method?.behavior.refunds ?? ['succeeded', 'succeeded']
  const refund: RefundRecord = {
    id: acting.newId('re'),
    intentId: intent.id,
    amount,
    created: acting.nowSeconds,
    metadata: metadataIn(form),
    status,
    becomes,
  }
  acting.records.refunds.set(refund.id, refund)
  return refund
}
