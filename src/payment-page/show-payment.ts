/** Renders a payment's page: one view for each state. */

import { sandboxName } from '../core/card/test-cards.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Payment } from '../core/payment/payment.ts'
import { acquirerNameFor } from '../operations/acquirer/acquirers.ts'
import { type Echo, emptyEcho, type FieldErrors, withCleared } from './form.ts'
import { issuerUrls } from './issuer-urls.ts'
import { preferredRegion } from './language/accept-language.ts'
import { messagesFor } from './language/choice.ts'
import type { Loaded } from './load-payment.ts'
import type { Messages } from './messages.ts'
import type { NetworkChoice } from './network-choice.ts'
import type { PageContext } from './page-context.ts'
import type { Page } from './page-response.ts'
import { returnUrl } from './return-url.ts'
import { hasUnlistedTestCard, isAtIssuer, type PageState, pageState } from './state.ts'
import type { PageHtml } from './templates/page-html.ts'
import { signAttemptToken } from './token.ts'
import { renderCancel } from './views/cancel.tsx'
import { renderFormToIssuer, renderLinkToIssuer, renderMethod } from './views/hand-off.tsx'
import { renderLanguages } from './views/languages.tsx'
import { renderOpen } from './views/open.tsx'
import { renderResult } from './views/result.tsx'
import type { EndedState } from './views/result-words.ts'
import { renderChallenge, renderLeaving, renderProcessing } from './views/waiting.tsx'

/** The form's values and their errors. `isTooOld`: the form was right, and open for too long. */
type Filled = Readonly<{
  errors: FieldErrors
  echo: Echo
  choice?: NetworkChoice | null
  isTooOld?: boolean
}>

const empty: Filled = { errors: {}, echo: emptyEcho }

/** `filled`: the form just submitted, or the values kept from the previous one. Used only while the page asks for a card. */
export function showPayment(
  page: PageContext,
  loaded: Loaded,
  request: Request,
  filled: Filled = empty,
): Page {
  const { payment, merchant } = loaded
  const messages = messagesFor(request, page.languages, { payment, merchant })
  const { errors, echo, choice = null, isTooOld = false } = filled
  const isRight = Object.keys(errors).length === 0 && !isTooOld
  const nowMs = page.gateway.clock.nowMs()
  const state = shownState(page, loaded)
  const view = { messages, payment, merchant }
  switch (state.kind) {
    case 'open':
      return {
        status: isRight ? 200 : 422,
        html: renderOpen({
          ...view,
          nowMs,
          token: tokenFor(page, payment.id, state.attemptNumber),
          notice: isTooOld ? 'tooOld' : isRight ? state.declined : null,
          warnsOfRealCard: hasUnlistedTestCard(payment),
          ...(payment.mode === 'test' && { testAcquirer: testAcquirer(page, merchant) }),
          errors: isRight || isTooOld ? {} : withCleared(errors),
          echo,
          choice,
          country: likelyCountry(payment, merchant, request),
        }),
      }
    case 'processing':
      return { status: 200, html: renderProcessing({ ...view, isLong: state.isLong }) }
    case 'identifying':
    case 'challenge': {
      const token = tokenFor(page, payment.id, state.attemptNumber)
      const urls = issuerUrls(page.payUrl, page.linkKey, payment, state.attemptNumber)
      const returnTo = messages.link(urls.returnUrl)
      const isLink = state.kind === 'challenge' && state.fields === null
      const url = isLink ? state.url : messages.link(`/hpp/${payment.id}/authenticate`)
      return { status: 200, html: renderChallenge({ ...view, token, url, returnTo }) }
    }
    default:
      return {
        status: state.kind === 'expired' ? 410 : 200,
        html: renderEnded(messages, loaded, state, { isFresh: false, leaves: false }),
      }
  }
}

/** Without a reason for a decline where the customer must not learn it. */
function shownState(page: PageContext, { payment, tellsReasons }: Loaded): PageState {
  const state = pageState(payment, page.gateway.clock.nowMs())
  if (tellsReasons) return state
  if (state.kind === 'failed') return { ...state, category: 'refused' }
  return state.kind === 'open' && state.declined !== null ? { ...state, declined: 'refused' } : state
}

/** Whose test cards the page may offer. */
function testAcquirer({ gateway }: PageContext, merchant: Merchant): string {
  return acquirerNameFor(gateway, 'test', merchant) ?? sandboxName
}

/** Of the billing address. That the page preselects it reveals as much of the customer as their language does. */
function likelyCountry({ suppliedCustomer }: Payment, merchant: Merchant, request: Request): string {
  const named = suppliedCustomer?.country ?? preferredRegion(request.headers.get('accept-language'))
  return named ?? merchant.country ?? ''
}

function renderEnded(
  messages: Messages,
  { payment, merchant }: Loaded,
  state: EndedState,
  how: Readonly<{ isFresh: boolean; leaves: boolean }>,
): PageHtml {
  return renderResult({
    messages,
    payment,
    merchant,
    state,
    ...how,
    returnTo: returnUrl(payment),
    warnsOfRealCard: hasUnlistedTestCard(payment),
  })
}

/** Asks whether the customer really wants to leave; null if there is nothing to leave. */
export function showCancel(page: PageContext, { payment, merchant }: Loaded, request: Request): Page | null {
  const state = pageState(payment, page.gateway.clock.nowMs())
  if (state.kind !== 'open' && !isAtIssuer(state)) return null
  const messages = messagesFor(request, page.languages, { payment, merchant })
  const token = tokenFor(page, payment.id, state.attemptNumber)
  return { status: 200, html: renderCancel({ messages, payment, merchant, token }) }
}

/** What has just become of the payment, where the browser stays; null if nothing has yet. */
export function showResult(page: PageContext, loaded: Loaded, request: Request): Page | null {
  const messages = messagesFor(request, page.languages, loaded)
  const state = pageState(loaded.payment, page.gateway.clock.nowMs())
  if (state.kind !== 'succeeded') return null
  return { status: 200, html: renderEnded(messages, loaded, state, { isFresh: true, leaves: false }) }
}

/** The page on which a language is chosen. */
export function showLanguages(page: PageContext, { payment, merchant }: Loaded, request: Request): Page {
  const messages = messagesFor(request, page.languages, { payment, merchant })
  return { status: 200, html: renderLanguages({ messages, payment, merchant }) }
}

/** The document that returns the browser to the shop; null if it must stay. */
export function showWayBack(page: PageContext, loaded: Loaded, request: Request): Page | null {
  const { payment, merchant } = loaded
  const messages = messagesFor(request, page.languages, { payment, merchant })
  const returnTo = returnUrl(payment)
  if (returnTo === null) return null
  const state = shownState(page, loaded)
  if (state.kind === 'open' || isAtIssuer(state)) return null
  if (state.kind !== 'processing') {
    return { status: 200, html: renderEnded(messages, loaded, state, { isFresh: true, leaves: true }) }
  }
  if (!state.isLong) return null
  return { status: 200, html: renderLeaving({ messages, payment, merchant, returnTo }) }
}

/** The document that takes the browser to the issuer; null if there is no challenge. */
export function showHandOff(page: PageContext, { payment, merchant }: Loaded, request: Request): Page | null {
  const state = pageState(payment, page.gateway.clock.nowMs())
  const view = { messages: messagesFor(request, page.languages, { payment, merchant }), payment, merchant }
  if (state.kind === 'identifying') {
    const { method, attemptNumber } = state
    const path = `/hpp/${payment.id}/continue/${tokenFor(page, payment.id, attemptNumber)}`
    return { status: 200, html: renderMethod({ ...view, method, continueTo: view.messages.link(path) }) }
  }
  if (state.kind !== 'challenge') return null
  const { url, fields } = state
  const html =
    fields === null ? renderLinkToIssuer({ ...view, url }) : renderFormToIssuer({ ...view, url, fields })
  return { status: 200, html }
}

function tokenFor(page: PageContext, paymentId: string, attemptNumber: number): string {
  const { clock, random } = page.gateway
  return signAttemptToken(page.linkKey, { paymentId, attemptNumber }, clock.nowMs(), random.bytes(8))
}
