/**
 * `/sandbox/receiver`: takes webhooks in place of a merchant's server, and shows what came. Only in the sandbox start, on the
 * developer's own machine.
 */
import { type Context, Hono } from 'hono'
import { ApiError } from '../api/api-error.ts'
import { errorResponse } from '../api/error-response.ts'
import { toFetch } from '../api/fetch-request.ts'
import type { Gateway } from '../operations/gateway.ts'
import { readLimitedBody } from '../platform/limited-body.ts'
import type { RequestEnv } from '../request-context.ts'
import { checkSignature } from './check-signature.ts'
import { KnownSecrets } from './known-secrets.ts'
import { ReceivedRequests } from './received.ts'
import { readBehavior } from './receiver-query.ts'
import { receiverStyleHash } from './receiver-style.ts'
import { receiverDocument } from './receiver-view.tsx'

type Options = Readonly<{
  gateway: Pick<Gateway, 'storage' | 'secrets' | 'clock'>
  apiUrl: string
  /** The documented one. */
  key: string
  stopping: AbortSignal
}>

const path = '/sandbox/receiver'
const paths = { page: path, secrets: `${path}/secrets`, clear: `${path}/clear` }
const bodyBytesMax = 256_000
const formBytesMax = 1_000
/** Requests that wait before they are responded to. */
const waitingMax = 100
const withoutBody: readonly number[] = [204, 205, 304]

const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${receiverStyleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'X-Robots-Tag': 'noindex, nofollow',
}

export function createReceiver({ gateway, apiUrl, key, stopping }: Options): Hono<RequestEnv> {
  const { clock } = gateway
  const received = new ReceivedRequests()
  const secrets = new KnownSecrets(gateway, path, key)
  let waiting = 0

  const refuse = (c: Context<RequestEnv>, error: ApiError): Response =>
    toFetch(errorResponse(error, c.env.context.id, `${apiUrl}/docs`))
  const show = async (c: Context<RequestEnv>, alert: string | null = null): Promise<Response> => {
    const known = await secrets.all()
    const requests = received.newest.map(async (request) => ({
      request,
      checked: await checkSignature(request, known),
    }))
    const document = receiverDocument({
      url: apiUrl + path,
      paths,
      curl: curlFor(apiUrl, key),
      secretNames: known.map(({ name }) => name),
      alert,
      requests: await Promise.all(requests),
    })
    for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value)
    return c.html(document, alert === null ? 200 : 400)
  }

  const receive = async (c: Context<RequestEnv>): Promise<Response> => {
    const behavior = readBehavior(new URL(c.req.url).searchParams)
    if (behavior instanceof ApiError) return refuse(c, behavior)
    const body = await readLimitedBody(c.req.raw, { bytesMax: bodyBytesMax })
    if (typeof body === 'string') return refuse(c, tooLarge)
    const { statusCode, delayMs } = behavior
    received.add({ atMs: clock.nowMs(), body, statusCode, delayMs }, c.req.raw.headers)
    if (delayMs > 0) {
      if (waiting >= waitingMax) return refuse(c, tooMany)
      waiting++
      await clock.sleep(delayMs, stopping).finally(() => waiting--)
    }
    const text = withoutBody.includes(statusCode) ? null : 'Received by the sandbox.\n'
    return new Response(text, {
      status: statusCode,
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    })
  }

  const takeSecret = async (c: Context<RequestEnv>): Promise<Response> => {
    if (!isOwnForm(c.req.raw)) return refuse(c, foreignForm)
    const body = await readLimitedBody(c.req.raw, { bytesMax: formBytesMax })
    const secret =
      typeof body === 'string' ? '' : new URLSearchParams(new TextDecoder().decode(body)).get('secret')
    return secrets.give(secret ?? '') ? c.redirect(path, 303) : show(c, notSecret)
  }

  const routes = new Hono<RequestEnv>()
  routes.get(path, (c) => show(c))
  routes.post(path, receive)
  routes.post(paths.secrets, takeSecret)
  routes.post(paths.clear, (c) => {
    if (!isOwnForm(c.req.raw)) return refuse(c, foreignForm)
    received.clear()
    return c.redirect(path, 303)
  })
  routes.all(path, (c) => refuse(c, notAllowed('GET, HEAD, POST')))
  for (const form of [paths.secrets, paths.clear]) routes.all(form, (c) => refuse(c, notAllowed('POST')))
  return routes
}

const notSecret =
  'This is not a signing secret. It begins with whsec_ and is followed by letters, digits, + and /.'
const foreignForm = new ApiError('permission_denied', 'This form can be sent only from its own page.')
const tooLarge = new ApiError('body_too_large', `The body must have at most ${bodyBytesMax} bytes.`)
const tooMany = new ApiError(
  'service_unavailable',
  `At most ${waitingMax} requests can wait for their response at once.`,
)

/** A page of another site could fill the list of secrets, or empty that of requests. Programs send neither header. */
function isOwnForm({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  return origin === null || origin === new URL(url).origin
}

function notAllowed(allow: string): ApiError {
  return new ApiError('method_not_allowed', 'This method is not allowed here.', null, { Allow: allow })
}

function curlFor(apiUrl: string, key: string): string {
  return [
    `curl -X POST ${apiUrl}/v1/webhook_endpoints \\`,
    `  -H "Authorization: Bearer ${key}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"url": "${apiUrl}${path}"}'`,
  ].join('\n')
}
