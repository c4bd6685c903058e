/** Ends a test session at once, for developers who want to see what happens then. */
import { changePayment } from '../operations/change-payment.ts'
import type { PageContext } from './page-context.ts'
import { seeOther } from './page-response.ts'
import { problemPage } from './problem.ts'
import { type FormPost, receive } from './receive-form.ts'
import { noPayment } from './wait.ts'

/** The form is part of the test tools. For a live payment, its address is one that does not exist. */
export async function postExpiry(page: PageContext, post: FormPost): Promise<Response> {
  const received = await receive(page, post)
  if (received instanceof Response) return received
  const { payment, fields, attemptNumber } = received
  if (payment.mode !== 'test') return noPayment(page, post)
  const path = `/hpp/${payment.id}`
  if (fields.size > 0) return problemPage(page, post.request, 'bad', received)
  if (typeof attemptNumber === 'number') {
    await changePayment(page.gateway, payment.id, { type: 'expire', isEarly: true })
  }
  return seeOther(page, post.request, path)
}
