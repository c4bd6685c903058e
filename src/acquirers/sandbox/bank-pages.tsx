/**
 * The pages of the sandbox's bank, where a customer answers a challenge. Plain forms, no scripts. The address is
 * unguessable and is all that authorizes; what was answered goes into the book before the browser hears of it.
 */
import { type Context, Hono } from 'hono'
import { readLimitedBody } from '../../platform/limited-body.ts'
import { bankStyleHash } from './bank-style.ts'
import { answeredDocument, challengeDocument, messageDocument, settledDocument } from './bank-views.tsx'
import type { Book, ChallengeOutcome } from './book.ts'

const challengeRoute = '/sandbox/bank/challenge/:id'
const bodyBytesMax = 2_048

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

export function challengePath(challengeId: string): string {
  return challengeRoute.replace(':id', challengeId)
}

export function bankPages(book: Book): Hono {
  const pages = new Hono()
  pages.use('/sandbox/bank/*', async (c, next) => {
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    await next()
  })
  pages.get(challengeRoute, (c) => showChallenge(c, book, c.req.param('id')))
  pages.post(challengeRoute, (c) => takeAnswer(c, book, c.req.param('id')))
  pages.all(challengeRoute, (c) => {
    c.header('Allow', 'GET, HEAD, POST')
    return refuse(c, 405, 'This method is not allowed.')
  })
  pages.all('/sandbox/bank/*', notFound)
  pages.onError((_, c) => refuse(c, 503, 'The bank cannot be reached right now. Please try again.'))
  return pages
}

function showChallenge(c: Context, book: Book, id: string) {
  const found = book.findChallenge(id)
  if (found === null) return notFound(c)
  return c.html(found.state === 'challenged' ? challengeDocument(found) : settledDocument(found))
}

async function takeAnswer(c: Context, book: Book, id: string) {
  const body = await readLimitedBody(c.req.raw, { bytesMax: bodyBytesMax })
  if (typeof body === 'string') return refuse(c, 413, 'This form is too large.')
  if (book.findChallenge(id) === null) return notFound(c)
  const contentType = c.req.header('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded(; ?charset=utf-8)?$/i.test(contentType)) {
    return refuse(c, 415, 'Invalid form submission.')
  }
  const outcome = parseAnswer(new TextDecoder().decode(body))
  if (outcome === null) return refuse(c, 400, 'Invalid form submission.')
  const isFirst = book.answerChallenge(id, outcome)
  const answered = book.findChallenge(id)
  if (answered === null) return notFound(c)
  return c.html(isFirst ? answeredDocument(answered) : settledDocument(answered))
}

/** Null for whatever this page's form cannot have sent. Any code is right. */
function parseAnswer(body: string): ChallengeOutcome | null {
  const fields = new URLSearchParams(body)
  const names = [...fields.keys()]
  const isKnown = names.every((name) => name === 'code' || name === 'outcome')
  if (!isKnown || new Set(names).size !== names.length) return null
  const outcome = fields.get('outcome')
  return outcome === 'pass' || outcome === 'fail' || outcome === 'cancel' ? outcome : null
}

function notFound(c: Context) {
  const text = 'This request does not exist. Please go back to the shop and start again.'
  return c.html(messageDocument('Page not found', text), 404)
}

function refuse(c: Context, status: 400 | 405 | 413 | 415 | 503, text: string) {
  return c.html(messageDocument('Something went wrong', text), status)
}
