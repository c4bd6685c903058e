/** A PaymentIntent without a card: it cannot be paid, and it is what everything later is asked about. */
import type { PrepareAnswer } from '../../core/attempt/answers.ts'
import type { PrepareRequest } from '../../ports/acquirer.ts'
import { deadlines, type StripeContext } from './context.ts'
import { metadataFor, readIntent } from './intent.ts'
import { statementSuffix } from './statement-suffix.ts'

const refusal = 'Stripe does not accept the terms of a payment'

export async function prepare(
  context: StripeContext,
  { reference, amountMinor, currency, account, statementName }: PrepareRequest,
  signal: AbortSignal,
): Promise<PrepareAnswer> {
  const suffix = statementSuffix(statementName)
  const result = await context.caller.call(
    {
      name: 'create a PaymentIntent',
      account,
      idempotencyKey: reference,
      deadlineMs: deadlines.prepare,
      signal,
    },
    (stripe, options) =>
      stripe.paymentIntents.create(
        {
          amount: amountMinor,
          currency,
          allowed_payment_method_types: ['card'],
          capture_method: 'automatic',
          // Otherwise whoever has the client secret could confirm it with another card, long after we have given up.
          confirmation_method: 'manual',
          metadata: metadataFor(reference),
          ...(suffix !== null && { statement_descriptor_suffix: suffix }),
        },
        options,
      ),
  )
  if (result.kind !== 'answered') {
    const { kind, cause } = result
    if (kind === 'refused' && result.status === 400) {
      const { param } = result.problem
      context.log.error({ alarm: 'acquirer_request', acquirer: 'stripe', cause, param }, refusal)
    }
    return { kind: 'not_sent', cause }
  }
  const intent = readIntent(result.value, context.livemode)
  const isAsRequested =
    intent?.reference === reference &&
    intent.amountMinor === amountMinor &&
    intent.currency === currency &&
    intent.status === 'requires_payment_method'
  return isAsRequested
    ? { kind: 'prepared', handle: intent.id }
    : { kind: 'not_sent', cause: 'not the PaymentIntent that was requested' }
}
