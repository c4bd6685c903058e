/**
 * The customer has returned. Retrieves the payment from the gateway, compares it with the order, and only then uses its
 * status. Reloading is harmless, and a paid order stays paid, whatever the URL says.
 */
// In a project of your own: from 'flowlix-client'.
import { type Flowlix, FlowlixError, type Payment } from '../../client/src/flowlix.ts'
import type { Order } from './orders.ts'
import {
  foreignPaymentPage,
  notPaidPage,
  notStartedPage,
  type Page,
  paidPage,
  pendingPage,
  unknownPaymentPage,
  unreachablePage,
} from './pages.ts'
import { type Settling, settleOrder } from './settle-order.ts'
import { differences } from './verify-payment.ts'

type ShopResponse = Readonly<{ page: Page; status: 200 | 400 | 502 }>
type Parts = Settling & Readonly<{ gateway: Flowlix }>

const paymentId = /^pay_[0-9a-f-]{36}$/

/** `givenId` is the ID in the URL. Without it, the order's own payment is retrieved. */
export async function completeOrder(
  order: Order,
  givenId: string | undefined,
  parts: Parts,
): Promise<ShopResponse> {
  if (order.payment_id === null) return { page: notStartedPage(order), status: 200 }
  // The URL of an earlier try, after Back or from the history, shows how the order stands now.
  const isEarlier = givenId !== undefined && parts.orders.hadPayment(order.id, givenId)
  const asked = givenId === undefined || isEarlier ? order.payment_id : givenId
  if (!paymentId.test(asked)) return { page: unknownPaymentPage(order), status: 400 }
  let payment: Payment
  try {
    payment = await parts.gateway.payments.retrieve(asked)
  } catch (error) {
    if (!(error instanceof FlowlixError)) throw error
    if (error.code === 'resource_missing') return { page: unknownPaymentPage(order), status: 400 }
    parts.log(`order #${order.number}: not verified (${error.status ?? 'no response'}): ${error.message}`)
    return { page: unreachablePage(order), status: 502 }
  }
  const different = differences(order, payment)
  if (different.length > 0) return { page: foreignPaymentPage(order, different), status: 400 }
  return { page: settle(order, payment, parts), status: 200 }
}

function settle(order: Order, payment: Payment, parts: Parts): Page {
  const status = settleOrder(order, payment, parts)
  if (status === 'open') return pendingPage(order)
  return status === 'paid' ? paidPage(order) : notPaidPage(order, payment)
}
