/** The plain page for clients that have reached a limit. It never reveals which one; the operator's log does. */
import type { Payment } from '../core/payment/payment.ts'
import type { RequestContext } from '../request-context.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import type { CardRule } from '../throttles/card-limits.ts'
import { cookiesOf } from './cookies.ts'
import type { Echo } from './form.ts'
import type { Loaded } from './load-payment.ts'
import type { PageContext } from './page-context.ts'
import { problemPage } from './problem.ts'

export type Visit = Readonly<{ request: Request; context: RequestContext }>

/** The same for every rule, so that it reveals nothing either. */
export const waitSeconds = 60

/** No attempt was started, and the payment is unchanged. */
export function waitForCard(
  page: PageContext,
  { request, context }: Visit,
  loaded: Loaded,
  rule: CardRule,
  typed: Echo | null,
): Promise<Response> {
  const { payment } = loaded
  const { merchantId, id: paymentId } = payment
  tellRefusal(page, context, rule, merchantId, { merchantId, paymentId })
  return problemPage(page, request, 'wait', loaded, {
    headers: { 'retry-after': String(waitSeconds) },
    cookies: cookiesOf(page, request, payment, typed),
  })
}

/** For the operator alone: customers must not learn that a card was reported. */
export function tellFinalDecline(
  page: PageContext,
  context: RequestContext,
  { merchantId, id: paymentId }: Payment,
): void {
  tellRefusal(page, context, 'card_not_to_be_retried', merchantId, { merchantId, paymentId })
}

/** The same page as for any unknown payment. Clients that keep guessing must wait. */
export function noPayment(page: PageContext, visit: Visit): Promise<Response> {
  return isWaiting(page, visit)
    ? problemPage(page, visit.request, 'waitLooking', null, {
        headers: { 'retry-after': String(waitSeconds) },
      })
    : problemPage(page, visit.request, 'notFound', null)
}

export function isWaiting(page: PageContext, { context }: Visit): boolean {
  const { limitBy } = context.client
  if (page.throttles.unknownPage(limitBy, page.gateway.clock.monotonicMs()) === 0) return false
  tellRefusal(page, context, 'unknown_pages', limitBy ?? '', {})
  return true
}

function tellRefusal(
  page: PageContext,
  context: RequestContext,
  rule: string,
  name: string,
  fields: Readonly<Record<string, string>>,
): void {
  context.note = rule
  const count = page.throttles.tell(`${rule} ${name}`, page.gateway.clock.monotonicMs())
  if (count === null) return
  securityEvent(page.gateway.log, 'throttled', { ...requestFields(context), rule, count, ...fields })
}
