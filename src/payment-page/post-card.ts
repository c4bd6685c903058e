/** Responds to the card form: checks its origin and fields, starts the attempt, and waits a limited time for the outcome. */
import { shownNames } from '../core/merchant.ts'
import type { Payment } from '../core/payment/payment.ts'
import { chooseAcquirer } from '../operations/acquirer/acquirers.ts'
import type { Gateway } from '../operations/gateway.ts'
import { submitCard } from '../operations/submit-card.ts'
import type { BrowserData } from '../ports/acquirer.ts'
import { browserDataOf } from './browser-data.ts'
import { freshCookie } from './cookies.ts'
import { browserField, type CardForm, emptyEcho, type FormResult, readForm } from './form.ts'
import { formTerms } from './form-terms.ts'
import { admitCard, forbidsPost, noteCardEnd } from './guard-card.ts'
import { keepChoice } from './language/choice.ts'
import type { Loaded } from './load-payment.ts'
import { mayTryAnother, toNext, toState } from './next-page.ts'
import type { PageContext } from './page-context.ts'
import { pageResponse } from './page-response.ts'
import { problemPage } from './problem.ts'
import { type FormPost, type Received, receive } from './receive-form.ts'
import { showPayment } from './show-payment.ts'
import { soonest } from './soonest.ts'
import { pageState } from './state.ts'
import { tellFinalDecline, waitForCard } from './wait.ts'

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
    return toState(page, post.request, payment, attemptNumber === null ? null : typed)
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
    return toState(page, post.request, payment, form.kept)
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
