/** The way back to the shop: its own address with our two parameters set, everything else as it was. */
import type { Payment } from '../core/payment/payment.ts'
import type { PublicStatus } from '../core/payment/status.ts'

/** The status in the return URL. The API defines two values for a payment that has ended. */
const statusWords: Readonly<Record<PublicStatus, 'succeeded' | 'failed' | 'pending'>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  expired: 'failed',
  canceled: 'failed',
  pending: 'pending',
  requires_action: 'pending',
}

/** Null if the merchant gave no return URL. */
export function returnUrl(payment: Payment): string | null {
  if (payment.returnUrl === null) return null
  return withResult(payment.returnUrl, payment.id, statusWords[payment.ending?.kind ?? 'pending'])
}

/**
 * Only our own parameters are touched: the shop's query keeps its bytes, even where an encoder would write it in
 * another way, because some shops sign theirs.
 */
export function withResult(address: string, paymentId: string, status: string): string {
  const url = new URL(address)
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !isOurs(part))
  url.search = [...kept, `payment_id=${encodeURIComponent(paymentId)}`, `status=${status}`].join('&')
  return url.href
}

function isOurs(part: string): boolean {
  const [name] = [...new URLSearchParams(part).keys()]
  return name === 'payment_id' || name === 'status'
}
