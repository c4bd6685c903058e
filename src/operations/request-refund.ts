/** Refunding: the intent is saved before the acquirer is asked, as with an attempt. The first save reserves the amount. */

import type { RefundAnswer } from '../core/attempt/answers.ts'
import { refundReference } from '../core/attempt/reference.ts'
import { errorName } from '../core/error-name.ts'
import type { Payment } from '../core/payment/payment.ts'
import { type RefundSources, refundSources } from '../core/refund/refund-sources.ts'
import { askAcquirer } from './acquirer/ask-acquirer.ts'
import { refund } from './acquirer/questions.ts'
import { askedOf, refundTerms } from './acquirer/terms.ts'
import { type ChangeResult, changeAndRespond, changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'
import { isLeaseOver } from './lease.ts'
import type { Respond } from './respond.ts'

export type RefundRequest = Readonly<{
  /** Null means all that remains. */
  amountMinor: number | null
  reason: string
}>

/** Resolves once the request is saved. The acquirer is asked after that, and GET shows the outcome. */
export async function requestRefund<Response>(
  gateway: Gateway,
  paymentId: string,
  request: RefundRequest,
  respond: Respond<Response>,
): Promise<ChangeResult<Response>> {
  const refundId = gateway.newUlid(gateway.clock.nowMs())
  const reference = refundReference(gateway.installationId, refundId)
  const command = { type: 'request_refund', refundId, reference, ...request } as const
  const begunMs = gateway.clock.monotonicMs()
  const result = await changeAndRespond(gateway, paymentId, command, respond)
  if (result.kind === 'changed') {
    const sources = refundSources(result.payment, refundId)
    void gateway.running.track(sendRefund(gateway, result.payment, sources, begunMs))
  }
  return result
}

/** Never rejects: if the answer cannot be saved, the lease ends and a worker asks the acquirer. */
async function sendRefund(
  gateway: Gateway,
  payment: Payment,
  sources: RefundSources,
  begunMs: number,
): Promise<void> {
  const { refund } = sources
  const answer = isLeaseOver(gateway, { begunMs, savedAtMs: refund.createdAtMs })
    ? ({ kind: 'not_sent' } as const)
    : await refundAt(gateway, payment, sources)
  try {
    await changePayment(gateway, payment.id, { type: 'record_refund_answer', refundId: refund.id, answer })
  } catch (error) {
    const cause = errorName(error)
    gateway.log.error(
      { paymentId: payment.id, refundId: refund.id, cause },
      'the answer to a refund could not be saved; the worker will ask again',
    )
  }
}

function refundAt(
  gateway: Gateway,
  payment: Payment,
  { refund: requested, original }: RefundSources,
): Promise<RefundAnswer> {
  const terms = refundTerms(gateway, payment, requested, original)
  return askAcquirer(gateway, askedOf(payment, original), refund(terms))
}
