/** Responds to the card form: checks its origin and fields, starts the attempt, and waits a limited time for the outcome. */
import { shownNames } from '../core/merchant.ts'
import type { Payment } from '../core/payment/payment.ts'
import { isPaymentId } from '../core/payment/payment-id.ts'
import { abandonPayment } from '../operations/abandon-payment.ts'
import { chooseAcquirer } from '../operations/acquirer/acquirers.ts'
import type { Gateway } from '../operations/gateway.ts'
import { submitCard } from '../operations/submit-card.ts'
import type { BrowserData } from '../ports/acquirer.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import { browserDataOf } from './browser-data.ts'
import { cookiesOf, freshCookie } from './cookies.ts'
import { browserField, type CardForm, type Echo, emptyEcho, type FormResult, readForm } from './form.ts'
import { formTerms } from './form-terms.ts'
import { admitCard, forbidsPost, noteCardEnd } from './guard-card.ts'
import { keepChoice } from './language/choice.ts'
import { type Loaded, loadPayment } from './load-payment.ts'
import { toNext } from './next-page.ts'
import type { PageContext } from './page-context.ts'
import { pageResponse, seeOther } from './page-response.ts'
import { problemPage } from './problem.ts'
import { readPost } from './read-post.ts'
import { isOwnRequest } from './same-origin.ts'
import { showPayment } from './show-payment.ts'
import { isAtIssuer, pageState } from './state.ts'
import { readAttemptToken } from './token.ts'
import { noPayment, tellFinalDecline, type Visit, waitForCard } from './wait.ts'

export type FormPost = Visit & Readonly<{ id: string; token: string }>

/** What both forms have in common: a form of ours, for a payment that exists. */
type Received = Loaded &
  Readonly<{ fields: Map<string, string>; attemptNumber: ReturnType<typeof readAttemptToken> }>

export async function postCard(page: PageContext, post: FormPost): Promise<Response> {
  const received = await receive(page, post)
  if (received instanceof Response) return received
  const { payment, attemptNumber } = received
  const state = pageState(payment, page.gateway.clock.nowMs())
  const browser = browserDataOf(post, received.fields.get(browserField))
  const result = read(page, received)
  const typed = result.kind === 'card' ? result.form.kept : null
  if (state.kind === 'open' && attemptNumber === 'too old') return askAgain(page, post, received, result)
  // The form was shown for another attempt. The page shows the current state.
  if (state.kind !== 'open' || state.attemptNumber !== attemptNumber) {
    wipe(result)
    return toState(page, post, payment, attemptNumber === null ? null : typed)
  }
  const rule = forbidsPost(page, post.context, payment)
  if (rule !== null) return waitForCard(page, post, received, rule, typed)
  if (result.kind === 'foreign') return problemPage(page, post.request, 'bad', received)
  if (result.kind === 'errors') {
    const shown = showPayment(page, received, post.request, result)
    return pageResponse(page, post.request, { ...shown, cookies: [freshCookie(page, payment.id)] })
  }
  return tryCard(page, post, { ...received, attemptNumber: state.attemptNumber, browser }, result.form)
}

/** The form has been open for too long, the payment has not. */
function askAgain(page: PageContext, post: FormPost, loaded: Loaded, result: FormResult): Promise<Response> {
  wipe(result)
  const echo = result.kind === 'card' ? result.form.kept : result.kind === 'errors' ? result.echo : emptyEcho
  const shown = showPayment(page, loaded, post.request, { errors: {}, echo, isTooOld: true })
  return pageResponse(page, post.request, { ...shown, cookies: [freshCookie(page, loaded.payment.id)] })
}

function wipe(result: FormResult): void {
  if (result.kind === 'card') result.form.card.wipe()
}

async function tryCard(
  page: PageContext,
  post: FormPost,
  received: Received & Readonly<{ attemptNumber: number; browser: BrowserData }>,
  form: CardForm,
): Promise<Response> {
  const { payment, attemptNumber: number } = received
  // Before anything is saved: an attempt that cannot be sent must not begin.
  const acquirer = chooseAcquirer(page.gateway, payment.mode, received.merchant)
  const admitted = admitCard(page, post.context, payment, form)
  if (typeof admitted === 'string') {
    form.card.wipe()
    return waitForCard(page, post, received, admitted, form.kept)
  }
  if (admitted.finalDecline !== null) tellFinalDecline(page, post.context, payment)
  const { card, cardSummary, customer } = form
  const note = (after: Payment) => noteCardEnd(page, after, number, admitted.running)
  const started = await submitCard(inLanguage(page, post.request), payment.id, {
    attemptNumber: number,
    card,
    cardSummary,
    customer,
    acquirer,
    ...shownNames(received.merchant),
    browser: received.browser,
    finalDecline: admitted.finalDecline,
  })
  if (started.kind !== 'started') {
    note(payment)
    return toState(page, post, payment, form.kept)
  }
  const outcome = started.outcome.then((after) => {
    note(after)
    return after
  })
  const after = await soonest(page, started.payment, outcome)
  const keep = mayTryAnother(after) ? form.kept : null
  return toNext(page, post.request, { ...received, payment: after }, 'paid', keep)
}

/** The issuer sends the customer back to the language that the customer left. */
function inLanguage({ gateway, languages }: PageContext, request: Request): Gateway {
  return {
    ...gateway,
    issuerUrls: (payment, number) => {
      const urls = gateway.issuerUrls(payment, number)
      return { ...urls, returnUrl: keepChoice(request, languages, urls.returnUrl) }
    },
  }
}

function read(page: PageContext, { payment, merchant, fields }: Received): FormResult {
  const limits = page.throttles.cards(payment.mode)
  const terms = formTerms(payment, merchant)
  const result = readForm(terms, fields, page.gateway.clock.nowMs(), {
    fingerprintOf: (pan) => limits?.cardOf(pan) ?? '',
    networkOf: (pan) => page.coBadged[payment.mode].networkOf(pan),
  })
  // Objects that are held while waiting for the acquirer outlive many garbage collections, so the digits are released now.
  fields.clear()
  return result
}

export async function postCancel(page: PageContext, post: FormPost): Promise<Response> {
  const received = await receive(page, post)
  if (received instanceof Response) return received
  const { payment, fields, attemptNumber } = received
  if (fields.size > 0) return problemPage(page, post.request, 'bad', received)
  const state = pageState(payment, page.gateway.clock.nowMs())
  const isAsked = state.kind === 'open' || isAtIssuer(state)
  if (!isAsked || state.attemptNumber !== attemptNumber) return toState(page, post, payment, null)
  const result = await abandonPayment(page.gateway, payment.id, state.attemptNumber)
  if (result.kind !== 'changed') return toState(page, post, payment, null)
  noteCardEnd(page, result.payment, state.attemptNumber, null)
  return toNext(page, post.request, { ...received, payment: result.payment }, 'left')
}

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

/** The outcome, or the saved payment if the customer has waited long enough. */
export async function soonest(
  page: PageContext,
  payment: Payment,
  outcome: Promise<Payment>,
): Promise<Payment> {
  const done = new AbortController()
  const waited = page.gateway.clock.sleep(page.holdSubmitMs, done.signal).then(() => payment)
  const first = await Promise.race([outcome, waited])
  done.abort()
  return first
}

/** The browser shows the response to the second of two clicks, so that response keeps the typed fields too. */
function toState(page: PageContext, { request }: FormPost, payment: Payment, typed: Echo | null): Response {
  const cookies = cookiesOf(page, request, payment, mayTryAnother(payment) ? typed : null)
  return seeOther(page, request, `/hpp/${payment.id}`, cookies)
}

function mayTryAnother({ ending, attempts, attemptsMax }: Payment): boolean {
  return ending === null && attempts.length < attemptsMax
}
