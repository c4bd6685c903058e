/** Requests that come from the issuer: the customer on the way back, and the notification of its 3-D Secure method. */
import { isPaymentId } from '../core/payment/payment-id.ts'
import { finishChallenge } from '../operations/finish-challenge.ts'
import { resumeAttempt } from '../operations/resume-attempt.ts'
import { noteCardEnd } from './guard-card.ts'
import { pageHeaders } from './headers.ts'
import { readIssuerUrl } from './issuer-urls.ts'
import { messagesFor } from './language/choice.ts'
import { loadPayment } from './load-payment.ts'
import { toNext } from './next-page.ts'
import type { PageContext } from './page-context.ts'
import { pageResponse, seeOther } from './page-response.ts'
import { problemPage } from './problem.ts'
import { returnedFields } from './returned.ts'
import { isAtIssuer, pageState } from './state.ts'
import { renderOutOfFrame } from './views/hand-off.tsx'
import { noPayment, type Visit } from './wait.ts'

type IssuerCall = Visit &
  Readonly<{ id: string; query: Readonly<{ attempt: string | undefined; signature: string | undefined }> }>

/** The customer comes from the bank. Nothing is believed but the signature that we put into the address. */
export async function comeBack(page: PageContext, call: IssuerCall): Promise<Response> {
  const { id, query, request, context } = call
  if (!isPaymentId(id)) return noPayment(page, call)
  const attemptNumber = readIssuerUrl(page.linkKey, 'return', id, query)
  if (attemptNumber === null) return seeOther(page, request, `/hpp/${id}`)
  await finishChallenge(page.gateway, id, attemptNumber, await returnedFields(request))
  const loaded = await loadPayment(page, id, context)
  if (loaded === null) return noPayment(page, call)
  noteCardEnd(page, loaded.payment, attemptNumber, null)
  if (isFramed(request)) {
    const messages = messagesFor(request, page.languages, loaded)
    const html = renderOutOfFrame(messages, messages.link(`/hpp/${id}/next`))
    return pageResponse(page, request, { status: 200, html })
  }
  // Still challenged: sending the customer to the issuer again would be a loop.
  const isStill = isAtIssuer(pageState(loaded.payment, page.gateway.clock.nowMs()))
  return isStill ? seeOther(page, request, `/hpp/${id}`) : toNext(page, request, loaded, 'paid')
}

/** Our pages refuse to be framed, so the customer would see nothing there. Older browsers do not tell. */
function isFramed(request: Request): boolean {
  return ['iframe', 'frame'].includes(request.headers.get('sec-fetch-dest') ?? '')
}

/** Comes from a hidden frame, so nobody sees the response. The page asks for the state on its own. */
export async function endMethod(page: PageContext, call: IssuerCall): Promise<Response> {
  const { id, query, request } = call
  if (!isPaymentId(id)) return noPayment(page, call)
  const attemptNumber = readIssuerUrl(page.linkKey, 'method', id, query)
  if (attemptNumber === null) return problemPage(page, request, 'bad', null)
  const resumed = await resumeAttempt(page.gateway, id, attemptNumber, 'Y')
  if (resumed !== null) {
    const noted = resumed.outcome.then((after) => noteCardEnd(page, after, attemptNumber, null))
    void page.gateway.running.track(noted)
  }
  return new Response(null, { status: 204, headers: pageHeaders(null, page.isSecureOrigin) })
}
