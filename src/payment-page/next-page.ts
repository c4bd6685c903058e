/** Where a customer goes after something has happened to the payment. */
import type { ResultPage } from '../core/merchant.ts'
import type { Payment } from '../core/payment/payment.ts'
import { cookiesOf } from './cookies.ts'
import type { Echo } from './form.ts'
import type { Loaded } from './load-payment.ts'
import type { PageContext } from './page-context.ts'
import { seeOther } from './page-response.ts'
import { isAtIssuer, type PageState, pageState } from './state.ts'

/** What the customer has just done. Leaving counts as leaving, even if the payment ends with an earlier decline. */
type Cause = 'paid' | 'left'

export function toNext(
  page: PageContext,
  request: Request,
  loaded: Loaded,
  cause: Cause,
  keep: Echo | null = null,
): Response {
  return seeOther(
    page,
    request,
    nextPath(page, loaded, cause),
    cookiesOf(page, request, loaded.payment, keep),
  )
}

function nextPath(page: PageContext, { payment, merchant }: Loaded, cause: Cause): string {
  const path = `/hpp/${payment.id}`
  const state = pageState(payment, page.gateway.clock.nowMs())
  if (isAtIssuer(state)) return `${path}/authenticate`
  if (payment.ending === null) return path
  const leaves = leavesAtOnce(state, cause, merchant.resultPage ?? page.resultPage)
  if (payment.returnUrl !== null && leaves) return `${path}/return`
  // The payment's own page says "Already paid", as it does to everyone who comes back.
  return state.kind === 'succeeded' ? `${path}/result` : path
}

/** A reason that disappears immediately is not read. */
function leavesAtOnce(state: PageState, cause: Cause, resultPage: ResultPage): boolean {
  if (resultPage !== 'failures') return resultPage === 'none'
  return cause === 'left' || state.kind === 'succeeded' || state.kind === 'abandoned'
}

/** The browser shows the response to the second of two clicks, so that response keeps the typed fields too. */
export function toState(page: PageContext, request: Request, payment: Payment, typed: Echo | null): Response {
  const cookies = cookiesOf(page, request, payment, mayTryAnother(payment) ? typed : null)
  return seeOther(page, request, `/hpp/${payment.id}`, cookies)
}

export function mayTryAnother({ ending, attempts, attemptsMax }: Payment): boolean {
  return ending === null && attempts.length < attemptsMax
}
