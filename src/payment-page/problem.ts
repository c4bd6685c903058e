/** Pages for errors. They reveal nothing about any payment. */

import { errorName } from '../core/error-name.ts'
import { AcquirerNotConfigured, AcquirerUnavailable } from '../operations/acquirer/acquirers.ts'
import { CommitUnknown, StorageUnavailable } from '../ports/storage.ts'
import { messagesFor } from './language/choice.ts'
import type { Loaded } from './load-payment.ts'
import type { MessageKey, Messages } from './messages.ts'
import type { PageContext } from './page-context.ts'
import { type Page, pageResponse } from './page-response.ts'
import { keepCompressed } from './templates/compress.ts'
import type { PageHtml } from './templates/page-html.ts'
import { renderProblem } from './views/plain.tsx'

type ProblemKind = 'notFound' | 'bad' | 'foreign' | 'method' | 'wait' | 'waitLooking'
type ProblemWords = Readonly<{
  status: number
  title: MessageKey
  text: MessageKey
  state?: 'not_found' | 'wait'
}>

const retryAfterSeconds = 5
const problems: Readonly<Record<ProblemKind, ProblemWords>> = {
  notFound: {
    status: 404,
    title: 'problem.notFoundTitle',
    text: 'problem.notFoundText',
    state: 'not_found',
  },
  bad: { status: 400, title: 'problem.badTitle', text: 'problem.badText' },
  foreign: { status: 403, title: 'problem.foreignTitle', text: 'problem.foreignText' },
  method: { status: 405, title: 'problem.methodTitle', text: 'problem.methodText' },
  wait: { status: 429, title: 'problem.waitTitle', text: 'problem.waitText', state: 'wait' },
  waitLooking: { status: 429, title: 'problem.waitTitle', text: 'problem.waitLookingText', state: 'wait' },
}

export function problemPage(
  page: PageContext,
  request: Request,
  kind: ProblemKind,
  loaded: Loaded | null,
  over: Partial<Omit<Page, 'html'>> = {},
): Promise<Response> {
  const messages = messagesFor(request, page.languages, loaded)
  const html =
    loaded === null ? standingPage(kind, messages) : render(kind, messages, `/hpp/${loaded.payment.id}`)
  return pageResponse(page, request, { status: problems[kind].status, html, ...over })
}

const standing = new Map<string, PageHtml>()

/** Without a link to a payment, the page is the same for everyone who reads the same language, so repeated requests for it cost little. */
export function standingPage(kind: ProblemKind, messages: Messages): PageHtml {
  const name = `${kind} ${messages.locale}`
  const known = standing.get(name) ?? keepCompressed(render(kind, messages, null))
  standing.set(name, known)
  return known
}

function render(kind: ProblemKind, messages: Messages, againTo: string | null): PageHtml {
  const { title, text, state = 'problem' } = problems[kind]
  return renderProblem({ messages, title, text, state, againTo, requestId: null })
}

type Fault = Readonly<{
  error: unknown
  /** The payment's page. */
  againTo: string | null
  requestId: string
  /** One of our forms, which has sent nothing to an acquirer. The issuer posts, too: then money may have moved. */
  isOwnForm: boolean
}>

/** An error of ours, or a part that cannot be reached. */
export function faultPage(
  page: PageContext,
  request: Request,
  { error, againTo, requestId, isOwnForm }: Fault,
): Promise<Response> {
  const isAway = isOutage(error)
  const fields = { requestId, cause: errorName(error), at: placeOf(error) }
  if (isAway) page.gateway.log.warn({ ...fields, reason: error.message }, 'a page could not be served')
  else page.gateway.log.error(fields, 'a page failed')
  const html = renderProblem({
    messages: messagesFor(request, page.languages, null),
    title: 'problem.oursTitle',
    text: isOwnForm ? 'problem.oursPostText' : 'problem.oursText',
    againTo,
    requestId,
    state: 'problem',
  })
  const headers: Record<string, string> = isAway ? { 'retry-after': String(retryAfterSeconds) } : {}
  return pageResponse(page, request, { status: isAway ? 503 : 500, html, headers })
}

/** Its own words name codes and no values. */
function isOutage(error: unknown): error is Error {
  const kinds = [StorageUnavailable, CommitUnknown, AcquirerUnavailable, AcquirerNotConfigured]
  return kinds.some((kind) => error instanceof kind)
}

/** The first stack line, and never the message, because drivers put their arguments into it. */
function placeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  return (
    error.stack
      ?.split('\n')
      .find((line) => line.trimStart().startsWith('at '))
      ?.trim()
      .replace(/^at /, '') ?? null
  )
}
