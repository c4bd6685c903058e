/** What every form that carries a token has in common: its origin, its fields, its payment, and the attempt it was shown for. */
import { isPaymentId } from '../core/payment/payment-id.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import { type Loaded, loadPayment } from './load-payment.ts'
import type { PageContext } from './page-context.ts'
import { problemPage } from './problem.ts'
import { readPost } from './read-post.ts'
import { isOwnRequest } from './same-origin.ts'
import { readAttemptToken } from './token.ts'
import { noPayment, type Visit } from './wait.ts'

export type FormPost = Visit & Readonly<{ id: string; token: string }>

/** A form of ours, for a payment that exists. */
export type Received = Loaded &
  Readonly<{ fields: Map<string, string>; attemptNumber: ReturnType<typeof readAttemptToken> }>

/** The response that refuses the form, or the form. */
export async function receive(page: PageContext, post: FormPost): Promise<Received | Response> {
  const { request, context, id, token } = post
  if (!isOwnRequest(request, page.payUrl)) {
    const object = isPaymentId(id) ? id : null
    securityEvent(page.gateway.log, 'foreign_form', { ...requestFields(context), object })
    return problemPage(page, request, 'foreign', null)
  }
  const read = await readPost(request)
  if (read.kind === 'problem') return problemPage(page, request, 'bad', null, { status: read.status })
  const loaded = await loadPayment(page, id, context)
  if (loaded === null) return noPayment(page, post)
  const attemptNumber = readAttemptToken(page.linkKey, id, token, page.gateway.clock.nowMs())
  return { ...loaded, fields: read.fields, attemptNumber }
}
