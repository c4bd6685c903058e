/** Responds to "I need more time", which a session of less than 20 hours offers. */
import { extendSession } from '../operations/extend-session.ts'
import type { PageContext } from './page-context.ts'
import { seeOther } from './page-response.ts'
import { type FormPost, receive } from './post-card.ts'
import { problemPage } from './problem.ts'
import { pageState } from './state.ts'

/** In any other state than the form's own, and for an extension that was given before, it only shows the current page. */
export async function postExtension(page: PageContext, post: FormPost): Promise<Response> {
  const received = await receive(page, post)
  if (received instanceof Response) return received
  const { payment, fields, attemptNumber } = received
  const path = `/hpp/${payment.id}`
  const number = wantedExtension(fields)
  if (number === null) return problemPage(page, post.request, 'bad', path)
  const state = pageState(payment, page.gateway.clock.nowMs())
  if (state.kind === 'open' && state.attemptNumber === attemptNumber) {
    await extendSession(page.gateway, payment.id, number)
  }
  return seeOther(page, post.request, path)
}

/** The button says which extension it asks for. Null for a form that is not ours. */
function wantedExtension(fields: ReadonlyMap<string, string>): number | null {
  const value = fields.get('extension') ?? ''
  return fields.size === 1 && /^[1-9]\d?$/.test(value) ? Number(value) : null
}
