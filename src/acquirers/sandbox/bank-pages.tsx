/**
 * The pages of the sandbox's bank, where a customer answers a challenge: plain forms, no scripts. The address is unguessable
 * and is all that authorizes; what was answered goes into the book before the browser hears of it. A hidden page runs the
 * bank's 3-D Secure method.
 */
import { type Context, Hono } from 'hono'
import { readLimitedBody } from '../../platform/limited-body.ts'
import type { Log } from '../../ports/system.ts'
import { bankStyleHash } from './bank-style.ts'
import {
  answeredDocument,
  challengeDocument,
  messageDocument,
  methodDocument,
  methodScriptHash,
  settledDocument,
} from './bank-views.tsx'
import { type Book, type ChallengeOutcome, challengeOutcomes } from './book.ts'
import type { Authorization } from './book-store.ts'
import { decodeMessage, encodeMessage } from './messages.ts'

/** What the customer brings back, where the acquirer is told by the gateway. */
export const resultField = 'bank_result'
const challengeRoute = '/sandbox/bank/challenge/:id'
const methodRoute = '/sandbox/bank/method/:id'
const bodyBytesMax = 4_096
const retryAfterSeconds = '5'

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${bankStyleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex, nofollow',
}

/** The payment page frames it, so it is the one page with a script. */
const methodHeaders: typeof headers = {
  'Content-Security-Policy': `default-src 'none'; script-src '${methodScriptHash}'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'`,
  'X-Frame-Options': 'SAMEORIGIN',
}

export function challengePath(challengeId: string): string {
  return challengeRoute.replace(':id', challengeId)
}

export function methodPath(challengeId: string): string {
  return methodRoute.replace(':id', challengeId)
}

/** `isTold`: the acquirer hears of the answer from the gateway, which the customer brings it. */
export function bankPages(book: Book, log: Log, isTold = false): Hono {
  const pages = new Hono()
  pages.use('/sandbox/bank/*', async (c, next) => {
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    await next()
  })
  pages.get(challengeRoute, (c) => showChallenge(c, book, c.req.param('id')))
  pages.post(challengeRoute, (c) => takeForm(c, book, c.req.param('id'), isTold))
  pages.all(challengeRoute, (c) => refuseMethod(c, 'GET, HEAD, POST'))
  pages.post(methodRoute, (c) => runMethod(c, book, c.req.param('id')))
  pages.all(methodRoute, (c) => refuseMethod(c, 'POST'))
  pages.all('/sandbox/bank/*', notFound)
  pages.onError(({ name, message }, c) => {
    const env = c.env as { context: Readonly<{ id: string }> } | undefined
    log.warn(
      { requestId: env?.context.id, cause: name, reason: message },
      "a page of the sandbox's bank could not be served",
    )
    c.header('Retry-After', retryAfterSeconds)
    return refuse(c, 503, 'The bank cannot be reached right now. Please try again.')
  })
  return pages
}

/** As at a real bank, a challenge that is opened by a form cannot be opened by its address alone. */
async function showChallenge(c: Context, book: Book, id: string) {
  const found = await book.findChallenge(id)
  if (found === null) return notFound(c)
  if (found.state !== 'challenged') return c.html(settledDocument(found))
  return found.isForm
    ? refuse(c, 400, 'Please go back to the shop and continue to your bank from there.')
    : c.html(challengeDocument(found))
}

/** The payment page's form opens the challenge, and the challenge's own form answers it. */
async function takeForm(c: Context, book: Book, id: string, isTold: boolean) {
  const fields = await readForm(c)
  if (!(fields instanceof URLSearchParams)) return fields
  const found = await book.findChallenge(id)
  if (found === null) return notFound(c)
  const creq = fields.get('creq')
  if (creq !== null) {
    if (!isFor(id, creq, 'acsTransID')) return refuse(c, 400, 'Invalid challenge request.')
    return c.html(found.state === 'challenged' ? challengeDocument(found) : settledDocument(found))
  }
  const outcome = parseAnswer(fields)
  if (outcome === null) return refuse(c, 400, 'Invalid form submission.')
  if (isTold && found.state === 'challenged')
    return c.html(answeredDocument(bringing(found, outcome), outcome))
  const isFirst = await book.answerChallenge(id, outcome)
  const answered = await book.findChallenge(id)
  if (answered === null) return notFound(c)
  return c.html(isFirst ? answeredDocument(answered, outcome) : settledDocument(answered))
}

/** Recognizes nothing, and notifies the payment page as a bank would that has. */
async function runMethod(c: Context, book: Book, id: string) {
  const fields = await readForm(c)
  if (!(fields instanceof URLSearchParams)) return fields
  const url = await book.methodNotificationUrl(id)
  if (url === null) return notFound(c)
  const data = fields.get('threeDSMethodData') ?? ''
  const isKnown = decodeMessage(data)?.threeDSMethodNotificationURL === url
  if (!isKnown || !isFor(id, data, 'threeDSServerTransID')) return refuse(c, 400, 'Invalid method request.')
  for (const [name, value] of Object.entries(methodHeaders)) c.header(name, value)
  return c.html(methodDocument(url, id))
}

/** With the answer in the customer's way back. */
function bringing(challenged: Authorization, outcome: ChallengeOutcome): Authorization {
  const url = new URL(challenged.returnUrl ?? 'about:blank')
  url.searchParams.set(resultField, encodeMessage({ transID: challenged.challengeId, outcome }))
  return { ...challenged, returnUrl: url.href }
}

function isFor(id: string, message: string, name: string): boolean {
  return decodeMessage(message)?.[name] === id
}

async function readForm(c: Context): Promise<URLSearchParams | Response> {
  const body = await readLimitedBody(c.req.raw, { bytesMax: bodyBytesMax })
  if (typeof body === 'string') return refuse(c, 413, 'This form is too large.')
  const contentType = c.req.header('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded(; ?charset=utf-8)?$/i.test(contentType))
    return refuse(c, 415, 'Invalid form submission.')
  return new URLSearchParams(new TextDecoder().decode(body))
}

/** Null for whatever this page's form cannot have sent. Any code is right. */
function parseAnswer(fields: URLSearchParams): ChallengeOutcome | null {
  const names = [...fields.keys()]
  const isKnown = names.every((name) => name === 'code' || name === 'outcome')
  if (!isKnown || new Set(names).size !== names.length) return null
  const outcome = fields.get('outcome')
  return challengeOutcomes.find((known) => known === outcome) ?? null
}

function notFound(c: Context) {
  const text = 'This request does not exist. Please go back to the shop and start again.'
  return c.html(messageDocument('Page not found', text), 404)
}

function refuseMethod(c: Context, allow: string) {
  c.header('Allow', allow)
  return refuse(c, 405, 'This method is not allowed.')
}

function refuse(c: Context, status: 400 | 405 | 413 | 415 | 503, text: string) {
  return c.html(messageDocument('Something went wrong', text), status)
}
