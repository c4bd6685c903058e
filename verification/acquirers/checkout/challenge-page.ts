/** The page of the issuer: the customer confirms, or does not, and is sent back to the shop. */
import type { StandInAnswer } from '../stand-in/faults.ts'
import type { SeenRequest } from '../stand-in/request-log.ts'
import type { CheckoutBook } from './book.ts'

export function challengeAnswer(book: CheckoutBook, { method, path, body }: SeenRequest): StandInAnswer {
  const payment = book.find(path.slice('/3ds/'.length))
  if (payment === null) return page(404, 'There is no such challenge')
  if (method === 'GET') return page(200, 'Confirm your payment', buttons)
  const isPassed = new URLSearchParams(body).get('outcome') === 'pass'
  book.answerChallenge(payment.id, isPassed)
  const back = new URL(isPassed ? payment.successUrl : payment.failureUrl)
  back.searchParams.set('cko-session-id', `sid_${payment.id.slice(4)}`)
  return { status: 303, headers: { location: back.href }, body: '' }
}

const buttons = `<form method="post">
<button name="outcome" value="pass">Confirm</button>
<button name="outcome" value="fail">Refuse</button>
</form>`

function page(status: number, title: string, content = ''): StandInAnswer {
  const body = `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${content}</html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}
