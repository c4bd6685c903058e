/** Responds to the form by which customers leave without paying. */
import { abandonPayment } from '../operations/abandon-payment.ts'
import { noteCardEnd } from './guard-card.ts'
import { toNext, toState } from './next-page.ts'
import type { PageContext } from './page-context.ts'
import { problemPage } from './problem.ts'
import { type FormPost, receive } from './receive-form.ts'
import { isAtIssuer, pageState } from './state.ts'

export async function postCancel(page: PageContext, post: FormPost): Promise<Response> {
  const received = await receive(page, post)
  if (received instanceof Response) return received
  const { payment, fields, attemptNumber } = received
  if (fields.size > 0) return problemPage(page, post.request, 'bad', received)
  const state = pageState(payment, page.gateway.clock.nowMs())
  const isAsked = state.kind === 'open' || isAtIssuer(state)
  if (!isAsked || state.attemptNumber !== attemptNumber) return toState(page, post.request, payment, null)
  const result = await abandonPayment(page.gateway, payment.id, state.attemptNumber)
  if (result.kind !== 'changed') return toState(page, post.request, payment, null)
  noteCardEnd(page, result.payment, state.attemptNumber, null)
  return toNext(page, post.request, { ...received, payment: result.payment }, 'left')
}
