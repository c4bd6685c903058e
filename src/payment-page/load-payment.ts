/** The payment in an address, in its current state, with its merchant. */

import type { Merchant } from '../core/merchant.ts'
import { type Payment, sessionEndMs } from '../core/payment/payment.ts'
import { isPaymentId } from '../core/payment/payment-id.ts'
import { changePayment, paymentAfter } from '../operations/change-payment.ts'
import type { RequestContext } from '../request-context.ts'
import type { PageContext } from './page-context.ts'
import { pageState } from './state.ts'

export type Loaded = Readonly<{
  payment: Payment
  merchant: Merchant
  /** Whether the customer may learn why a card was declined. Who tests stolen cards must not. */
  tellsReasons: boolean
}>

/** Null if there is no such payment. Malformed IDs never reach storage. */
export async function loadPayment(
  page: PageContext,
  id: string,
  context: RequestContext,
): Promise<Loaded | null> {
  if (!isPaymentId(id)) return null
  const { storage } = page.gateway
  const payment = await storage.findPayment(id)
  if (payment === null) return null
  context.merchantId = payment.merchantId
  const merchant = await storage.findMerchant(payment.merchantId)
  if (merchant === null) throw new Error(`payment ${id} has no merchant`)
  return {
    payment: await expired(page, payment),
    merchant,
    tellsReasons: tellsReasons(page, payment, context),
  }
}

function tellsReasons(page: PageContext, { mode, merchantId }: Payment, context: RequestContext): boolean {
  if (page.declineDetail === 'minimal') return false
  const nowMs = page.gateway.clock.monotonicMs()
  return page.throttles.cards(mode)?.isSuspicious(context.client.limitBy, merchantId, nowMs) !== true
}

/** A customer who comes too late sees an ending that has been saved, not one that the worker has yet to save. */
async function expired(page: PageContext, payment: Payment): Promise<Payment> {
  const nowMs = page.gateway.clock.nowMs()
  if (nowMs < sessionEndMs(payment) || pageState(payment, nowMs).kind !== 'open') return payment
  return paymentAfter(await changePayment(page.gateway, payment.id, { type: 'expire' }), payment)
}
