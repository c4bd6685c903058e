/** Goes on without the issuer's 3-D Secure method: it took too long, or there was no script to run it. */
import { resumeAttempt } from '../operations/resume-attempt.ts'
import { noteCardEnd } from './guard-card.ts'
import { toNext } from './next-page.ts'
import type { PageContext } from './page-context.ts'
import { problemPage } from './problem.ts'
import { type FormPost, receive } from './receive-form.ts'
import { soonest } from './soonest.ts'
import { pageState } from './state.ts'

export async function postContinue(page: PageContext, post: FormPost): Promise<Response> {
  const received = await receive(page, post)
  if (received instanceof Response) return received
  const { payment, fields, attemptNumber } = received
  const completion = fields.get('method')
  const isRead = fields.size === 1 && (completion === 'N' || completion === 'U')
  if (!isRead) return problemPage(page, post.request, 'bad', received)
  const state = pageState(payment, page.gateway.clock.nowMs())
  // The notification of the method may have come in the meantime.
  if (state.kind !== 'identifying' || state.attemptNumber !== attemptNumber)
    return toNext(page, post.request, received, 'paid')
  const resumed = await resumeAttempt(page.gateway, payment.id, attemptNumber, completion)
  if (resumed === null) return toNext(page, post.request, received, 'paid')
  const outcome = resumed.outcome.then((after) => {
    noteCardEnd(page, after, attemptNumber, null)
    return after
  })
  const after = await soonest(page, resumed.payment, outcome)
  return toNext(page, post.request, { ...received, payment: after }, 'paid')
}
