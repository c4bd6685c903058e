/**
 * The Event object of the contract, as text: it holds the payment exactly as a GET would have returned it at that commit,
 * except that personal data is left out here and put in whenever the event is read.
 */
import type { Payment } from '../core/payment/payment.ts'
import { type PublicFact, publicFactsOf } from '../core/public-events.ts'
import type { Gateway } from '../operations/gateway.ts'
import { RisingUlids } from '../platform/ids.ts'
import type { Random } from '../ports/system.ts'
import { presentPayment } from './present-payment.ts'
import { unixSeconds } from './unix-seconds.ts'

/** Larger bodies lose the metadata, the only part that can make them so large. */
const eventBytesMax = 64 * 1024

export function eventPresenter(payUrl: string, random: Pick<Random, 'bytes'>): Gateway['publicEventsOf'] {
  const ids = new RisingUlids((length) => random.bytes(length))
  return (payment, events) =>
    publicFactsOf(events).map((fact) => {
      const id = `evt_${ids.next(fact.atMs)}`
      return { id, type: fact.type, createdAtMs: fact.atMs, body: presentEvent(payment, fact, id, payUrl) }
    })
}

/** `payment` is the payment after the commit. */
function presentEvent(
  payment: Payment,
  { type, refundId, atMs }: PublicFact,
  id: string,
  payUrl: string,
): string {
  const presented = presentPayment(payment, payUrl)
  const refund = presented.refunds.find((one) => one.id === refundId)
  const withheld = { ...presented, description: null, customer: null, metadata: null }
  const body = JSON.stringify({
    id,
    object: 'event',
    type,
    created_at: unixSeconds(atMs),
    livemode: presented.livemode,
    data: {
      ...(refund !== undefined && { refund: withPaymentId(refund, payment.id) }),
      payment: withheld,
    },
  })
  return isTooLarge(body, presented) ? `${body.slice(0, -2)},"truncated":["payment.metadata"]}}` : body
}

type Presented = ReturnType<typeof presentPayment>

function withPaymentId({ id, ...rest }: Presented['refunds'][number], paymentId: string) {
  return { id, payment_id: paymentId, ...rest }
}

function isTooLarge(body: string, { description, customer, metadata }: Presented): boolean {
  if (metadata === null) return false
  return Buffer.byteLength(body + JSON.stringify([description, customer, metadata])) > eventBytesMax
}
