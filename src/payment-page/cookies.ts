/** The two cookies of the page. Neither is required, and neither reveals anything about the customer. */
import type { Payment } from '../core/payment/payment.ts'
import type { Echo } from './form.ts'
import { keptCookie, keptValue, sealFields } from './kept-fields.ts'
import type { PageContext } from './page-context.ts'

/**
 * For the response to a form: a fresh cookie, and the one with the fields for the next card, which is removed when the
 * payment ends.
 */
export function cookiesOf(
  page: PageContext,
  request: Request,
  payment: Payment,
  keep: Echo | null,
): readonly string[] {
  const fresh = freshCookie(page, payment.id)
  if (payment.ending !== null)
    return keptValue(request) === null ? [fresh] : [fresh, keptCookie(payment.id, null, page.isSecureOrigin)]
  const sealed = keep === null ? null : seal(page, payment.id, keep)
  return sealed === null ? [fresh] : [fresh, keptCookie(payment.id, sealed, page.isSecureOrigin)]
}

/**
 * A new cookie with every answer to a form makes browsers drop the page with the card from their back-forward cache.
 * It means nothing and is never read.
 */
export function freshCookie(page: PageContext, paymentId: string): string {
  const value = Buffer.from(page.gateway.random.bytes(12)).toString('base64url')
  const secure = page.isSecureOrigin ? '; Secure' : ''
  return `seen=${value}; Path=/hpp/${paymentId}; HttpOnly; SameSite=Lax${secure}`
}

function seal(page: PageContext, paymentId: string, fields: Echo): string | null {
  const { clock, random } = page.gateway
  return sealFields(page.linkKey, paymentId, fields, clock.nowMs(), random.bytes(12))
}
