/** All addresses of the hosted page. */
import { type Context, Hono } from 'hono'
import { isPaymentId } from '../core/payment/payment-id.ts'
import { isRepeated } from '../plain-http.ts'
import { CommitUnknown } from '../ports/storage.ts'
import type { RequestEnv } from '../request-context.ts'
import { reportPath } from './headers.ts'
import { iconPath, iconResponse, logoPath, logoResponse } from './images.ts'
import { comeBack, endMethod } from './issuer-calls.ts'
import { keptValue, openFields } from './kept-fields.ts'
import { type Loaded, loadPayment } from './load-payment.ts'
import { toNext } from './next-page.ts'
import type { PageContext } from './page-context.ts'
import { type Page, pageResponse, seeOther } from './page-response.ts'
import { PolicyReports } from './policy-reports.ts'
import { postCancel } from './post-cancel.ts'
import { postCard } from './post-card.ts'
import { postContinue } from './post-continue.ts'
import { postExpiry } from './post-expiry.ts'
import { postExtension } from './post-extension.ts'
import { postNetworks } from './post-networks.ts'
import { faultPage, problemPage } from './problem.ts'
import {
  showCancel,
  showHandOff,
  showLanguages,
  showPayment,
  showResult,
  showWayBack,
} from './show-payment.ts'
import { pageState } from './state.ts'
import { TextPages } from './text-pages.ts'
import { choosing } from './views/language-choice.tsx'
import { isWaiting, noPayment, type Visit, waitSeconds } from './wait.ts'

export { issuerUrls } from './issuer-urls.ts'
export type { PageContext } from './page-context.ts'

type PageCall = Context<RequestEnv>

export function createPaymentPage(page: PageContext): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>()
  const show = (render: Render) => (c: PageCall) => showOr(page, c, render)

  app.use('/hpp/*', (c, next) => {
    // Two servers in a row read two Host headers in two ways.
    const isTwoHosts = isRepeated(c.env.incoming?.rawHeaders ?? [], 'host')
    return isTwoHosts ? problemPage(page, c.req.raw, 'bad', null) : next()
  })
  // Where the page has a host of its own, customers who shorten the address do not get the documentation of the API.
  app.get('/', (c, next) => {
    const isOurs = page.ownHost !== null && c.req.header('host') === page.ownHost
    return isOurs ? problemPage(page, c.req.raw, 'notFound', null) : next()
  })
  app.get('/hpp/:id', show(showCurrent))
  app.get('/hpp/:id/return', show(showWayBack))
  app.get('/hpp/:id/result', show(showResult))
  app.get('/hpp/:id/authenticate', show(showHandOff))
  app.get('/hpp/:id/cancel', show(showCancel))
  app.get('/hpp/:id/next', (c) => goOn(page, c))
  app.get('/hpp/:id/status', (c) => showStatus(page, c))
  app.post('/hpp/:id/networks', (c) => showNetworks(page, c))
  app.post('/hpp/:id/pay/:token', (c) => postCard(page, formPost(c)))
  app.post('/hpp/:id/cancel/:token', (c) => postCancel(page, formPost(c)))
  app.post('/hpp/:id/extend/:token', (c) => postExtension(page, formPost(c)))
  app.post('/hpp/:id/expire/:token', (c) => postExpiry(page, formPost(c)))
  app.post('/hpp/:id/continue/:token', (c) => postContinue(page, formPost(c)))
  app.on(['GET', 'POST'], '/hpp/:id/3ds/return', (c) => comeBack(page, issuerCall(c)))
  app.on(['GET', 'POST'], '/hpp/:id/3ds/method', (c) => endMethod(page, issuerCall(c)))
  app.all('/hpp/:id', (c) => wrongMethod(page, c, 'GET'))
  app.all('/hpp/:id/:part{(?:return|result|authenticate|cancel|next|status)}', (c) =>
    wrongMethod(page, c, 'GET'),
  )
  app.all('/hpp/:id/3ds/:part{(?:return|method)}', (c) => wrongMethod(page, c, 'GET, POST'))
  // The response to a form is reloaded, or its address is typed.
  app.get('/hpp/:id/networks', (c) => seeState(page, c))
  app.get('/hpp/:id/:form{(?:pay|extend|expire|continue)}/:token', (c) => seeState(page, c))
  app.get('/hpp/:id/cancel/:token', show(showCancel))
  app.all('/hpp/:id/networks', (c) => wrongMethod(page, c, 'GET, POST'))
  app.all('/hpp/:id/:form{(?:pay|cancel|extend|expire|continue)}/:token', (c) =>
    wrongMethod(page, c, 'GET, POST'),
  )
  app.all('/hpp/*', (c) => noPayment(page, visit(c)))
  app.all('/hpp', (c) => noPayment(page, visit(c)))
  const texts = new TextPages(page)
  app.get('/privacy', (c) => texts.show(c.req.raw, 'privacy'))
  app.get('/accessibility', (c) => texts.show(c.req.raw, 'accessibility'))
  app.get(`${logoPath}/:hash`, (c) =>
    logoResponse(page.gateway.storage, c.req.param('hash'), page.isSecureOrigin),
  )
  app.get(iconPath, () => iconResponse(page.isSecureOrigin))
  const reports = new PolicyReports(page)
  app.post(reportPath, (c) => reports.take(visit(c)))
  app.all(reportPath, (c) => wrongMethod(page, c, 'POST'))
  app.onError((error, c) => fail(page, c, error))
  return app
}

function formPost(c: PageCall) {
  return { ...visit(c), id: c.req.param('id') ?? '', token: c.req.param('token') ?? '' }
}

function issuerCall(c: PageCall) {
  const query = { attempt: c.req.query('attempt'), signature: c.req.query('signature') }
  return { ...visit(c), id: c.req.param('id') ?? '', query }
}

function visit(c: PageCall): Visit {
  return { request: c.req.raw, context: c.env.context }
}

type Render = (page: PageContext, loaded: Loaded, request: Request) => Page | null

/** Pages for one state redirect to the payment's own page in any other state. */
async function showOr(page: PageContext, c: PageCall, render: Render): Promise<Response> {
  const loaded = await loadPayment(page, c.req.param('id') ?? '', c.env.context)
  if (loaded === null) return noPayment(page, visit(c))
  const shown = render(page, loaded, c.req.raw)
  return shown === null ? seeOther(page, c.req.raw, pathOf(loaded)) : pageResponse(page, c.req.raw, shown)
}

function showCurrent(page: PageContext, loaded: Loaded, request: Request): Page {
  if (isChoosing(request)) return showLanguages(page, loaded, request)
  const value = keptValue(request)
  if (value === null) return showPayment(page, loaded, request)
  const echo = openFields(page.linkKey, loaded.payment.id, value, page.gateway.clock.nowMs())
  return showPayment(page, loaded, request, echo === null ? undefined : { errors: {}, echo })
}

/** The waiting page has learned that the bank has spoken. */
async function goOn(page: PageContext, c: PageCall): Promise<Response> {
  const loaded = await loadPayment(page, c.req.param('id') ?? '', c.env.context)
  if (loaded === null) return noPayment(page, visit(c))
  return toNext(page, c.req.raw, loaded, 'paid')
}

function pathOf({ payment }: Loaded): string {
  return `/hpp/${payment.id}`
}

/** For the script on the card form. */
async function showNetworks(page: PageContext, c: PageCall): Promise<Response> {
  const { status, networks } = await postNetworks(page, { ...visit(c), id: c.req.param('id') ?? '' })
  dataHeaders(c)
  if (status === 429) c.header('retry-after', String(waitSeconds))
  return c.json({ networks }, status)
}

function dataHeaders(c: PageCall): void {
  c.header('cache-control', 'no-store')
  c.header('x-content-type-options', 'nosniff')
  c.header('cross-origin-resource-policy', 'same-origin')
}

/** For the script on the waiting page: the state and nothing more. */
async function showStatus(page: PageContext, c: PageCall): Promise<Response> {
  const loaded = await loadPayment(page, c.req.param('id') ?? '', c.env.context)
  dataHeaders(c)
  if (loaded === null) {
    const isTooMuch = isWaiting(page, visit(c))
    if (isTooMuch) c.header('retry-after', String(waitSeconds))
    return c.json({ state: 'not_found' }, isTooMuch ? 429 : 404)
  }
  const { clock } = page.gateway
  const waitMs = page.throttles.status(loaded.payment.id, clock.monotonicMs())
  if (waitMs > 0) {
    c.env.context.note = 'status_polls'
    c.header('retry-after', String(Math.ceil(waitMs / 1_000)))
    return c.json({ state: 'wait' }, 429)
  }
  return c.json({ state: pageState(loaded.payment, clock.nowMs()).kind })
}

function seeState(page: PageContext, c: PageCall): Response | Promise<Response> {
  const id = c.req.param('id') ?? ''
  if (!isPaymentId(id)) return noPayment(page, visit(c))
  return seeOther(page, c.req.raw, isChoosing(c.req.raw) ? `/hpp/${id}?${choosing}` : `/hpp/${id}`)
}

/** Most addresses have no query, and taking one apart takes longer than the first look. */
function isChoosing({ url }: Request): boolean {
  return url.includes(choosing) && new URL(url).searchParams.has(choosing)
}

function wrongMethod(page: PageContext, c: PageCall, allow: string): Promise<Response> {
  return problemPage(page, c.req.raw, 'method', null, { headers: { allow } })
}

/** It is not known whether the change was saved. The payment's own page shows the current state. */
function fail(page: PageContext, c: PageCall, error: unknown): Response | Promise<Response> {
  const id = c.req.param('id') ?? ''
  const path = isPaymentId(id) ? `/hpp/${id}` : null
  if (error instanceof CommitUnknown && c.req.method === 'POST' && path !== null)
    return seeOther(page, c.req.raw, path)
  const isOwnForm = c.req.method === 'POST' && c.req.param('token') !== undefined
  return faultPage(page, c.req.raw, { error, againTo: path, requestId: c.env.context.id, isOwnForm })
}
