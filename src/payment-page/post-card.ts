/** Answers the card form: checks who sends it, what it holds, starts the attempt, and waits a while for its end. */
import type { Payment } from '../core/payment.ts'
import { acquirerOf } from '../operations/gateway.ts'
import { abandonPayment } from '../operations/leave-payment.ts'
import { submitCard } from '../operations/submit-card.ts'
import { answerPage, freshCookie, seeOther } from './answer.ts'
import { readForm } from './form.ts'
import { type Loaded, loadPayment } from './load-payment.ts'
import { linkKey, type PageContext } from './page-context.ts'
import { problemPage } from './problem.ts'
import { readPost } from './read-post.ts'
import { isOwnPost } from './same-origin.ts'
import { showPayment } from './show-payment.ts'
import { pageState } from './state.ts'
import { readAttemptToken } from './token.ts'

export type FormPost = Readonly<{ request: Request; id: string; token: string }>

/** What both forms have in common: a post of ours for a payment that exists; else the answer to give. */
type Received = Loaded & Readonly<{ fields: ReadonlyMap<string, string>; attemptNumber: number | null }>

export async function postCard(page: PageContext, post: FormPost): Promise<Response> {
  const received = await receive(page, post)
  if (received instanceof Response) return received
  const { payment, fields, attemptNumber } = received
  const { gateway } = page
  const nowMs = gateway.clock.nowMs()
  const state = pageState(payment, nowMs)
  // A form that was shown for another attempt, or too long ago: the page tells how things stand.
  if (state.kind !== 'open' || state.attemptNumber !== attemptNumber) return toState(page, payment)
  const result = readForm(payment, fields, nowMs)
  if (result.kind === 'foreign') return problemPage(page, post.request, 'bad', `/hpp/${payment.id}`)
  if (result.kind === 'errors') {
    const shown = showPayment(page, received, result)
    return answerPage(page, post.request, { ...shown, headers: freshCookie(page, payment.id) })
  }
  // Before anything is saved: an attempt that cannot be sent must not begin.
  acquirerOf(gateway, payment.mode)
  const started = await submitCard(gateway, payment.id, { attemptNumber, ...result.form })
  if (started.kind !== 'started') return toState(page, payment)
  return toNext(page, await soonest(page, started.payment, started.outcome))
}

export async function postCancel(page: PageContext, post: FormPost): Promise<Response> {
  const received = await receive(page, post)
  if (received instanceof Response) return received
  const { payment, fields, attemptNumber } = received
  if (fields.size > 0) return problemPage(page, post.request, 'bad', `/hpp/${payment.id}`)
  const state = pageState(payment, page.gateway.clock.nowMs())
  const isAsked = state.kind === 'open' || state.kind === 'challenge'
  if (!isAsked || state.attemptNumber !== attemptNumber) return toState(page, payment)
  const result = await abandonPayment(page.gateway, payment.id, attemptNumber)
  return result.kind === 'changed' ? toNext(page, result.payment) : toState(page, payment)
}

async function receive(page: PageContext, post: FormPost): Promise<Received | Response> {
  const { request, id, token } = post
  const headers = {
    secFetchSite: request.headers.get('sec-fetch-site') ?? undefined,
    origin: request.headers.get('origin') ?? undefined,
  }
  if (!isOwnPost(headers, page.payUrl)) return problemPage(page, request, 'foreign', null)
  const read = await readPost(request)
  if (read.kind === 'problem') return problemPage(page, request, 'bad', null, read.status)
  const loaded = await loadPayment(page, id)
  if (loaded === null) return problemPage(page, request, 'notFound', null)
  const attemptNumber = readAttemptToken(linkKey(page), id, token, page.gateway.clock.nowMs())
  return { ...loaded, fields: read.fields, attemptNumber }
}

/** The outcome, or the payment as it was saved when the customer has waited long enough. */
async function soonest(page: PageContext, payment: Payment, outcome: Promise<Payment>): Promise<Payment> {
  const done = new AbortController()
  const waited = page.gateway.clock.sleep(page.holdSubmitMs, done.signal).then(() => payment)
  const first = await Promise.race([outcome, waited])
  done.abort()
  return first
}

function toState(page: PageContext, payment: Payment): Response {
  return seeOther(page, `/hpp/${payment.id}`, freshCookie(page, payment.id))
}

/** Where a customer goes after something has happened to the payment. */
export function toNext(page: PageContext, payment: Payment): Response {
  return seeOther(page, nextPath(page, payment), freshCookie(page, payment.id))
}

function nextPath(page: PageContext, payment: Payment): string {
  const path = `/hpp/${payment.id}`
  const state = pageState(payment, page.gateway.clock.nowMs())
  if (state.kind === 'challenge') return `${path}/authenticate`
  if (payment.ending === null || payment.returnUrl === null) return path
  return `${path}/return`
}
