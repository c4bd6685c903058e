/** Responds to "I need more time", which a session of less than 20 hours offers. */
import { extendSession } from '../operations/extend-session.ts'
import type { PageContext } from './page-context.ts'
import { seeOther } from './page-response.ts'
import { problemPage } from './problem.ts'
import { type FormPost, receive } from './receive-form.ts'

/**
 * However old the form is: what it asks for is numbered, and each number is given once. Otherwise, and where there is nothing to
 * extend, it only shows the current page.
 */
export async function postExtension(page: PageContext, post: FormPost): Promise<Response> {
  const received = await receive(page, post)
  if (received instanceof Response) return received
  const { payment, fields, attemptNumber } = received
  const path = `/hpp/${payment.id}`
  const number = wantedExtension(fields)
  if (number === null) return problemPage(page, post.request, 'bad', received)
  if (attemptNumber !== null) await extendSession(page.gateway, payment.id, number)
  return seeOther(page, post.request, path)
}

/** The button says which extension it asks for. Null for a form that is not ours. */
function wantedExtension(fields: ReadonlyMap<string, string>): number | null {
  const value = fields.get('extension') ?? ''
  return fields.size === 1 && /^[1-9]\d?$/.test(value) ? Number(value) : null
}
