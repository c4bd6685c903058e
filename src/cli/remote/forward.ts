/** Sends one event to the shop on the developer's machine, signed and shaped as the gateway does it. */
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { beginningOf } from '../../webhooks/beginning-of.ts'
import { excerptOf } from '../../webhooks/excerpt.ts'
import { deliveryHeaders } from '../../webhooks/sign.ts'

export type ForwardTarget = Readonly<{
  url: URL
  secret: string
  /** Further ones. */
  headers: Readonly<Record<string, string>>
  /** Accepts any certificate. */
  skipsVerification: boolean
  timeoutMs: number
}>

export type Forwarded =
  /** `excerpt`: how a response that is not a success begins. */
  | Readonly<{ kind: 'responded'; status: number; durationMs: number; excerpt: string | null }>
  | Readonly<{ kind: 'failed'; reason: string }>

const excerptCharacters = 200
const bodyBytesMax = 4_096

/** Never rejects. */
export async function forward(
  event: Readonly<{ id: string; body: string }>,
  target: ForwardTarget,
  ended: AbortSignal,
): Promise<Forwarded> {
  const startMs = performance.now()
  const timeout = AbortSignal.timeout(target.timeoutMs)
  try {
    const response = await respond(event, target, AbortSignal.any([timeout, ended]))
    const { statusCode: status = 0 } = response
    const isSuccess = status >= 200 && status < 300
    const excerpt = isSuccess ? null : excerptOf(await beginningOf(response, bodyBytesMax))
    response.destroy()
    const durationMs = Math.round(performance.now() - startMs)
    return { kind: 'responded', status, durationMs, excerpt: excerpt && shortened(excerpt) }
  } catch (error) {
    return { kind: 'failed', reason: timeout.aborted ? silence(target.timeoutMs) : reasonOf(error) }
  }
}

function respond(
  { id, body }: Readonly<{ id: string; body: string }>,
  { url, secret, headers, skipsVerification }: ForwardTarget,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const options: RequestOptions & { rejectUnauthorized: boolean } = {
    method: 'POST',
    headers: {
      ...headers,
      ...deliveryHeaders({ id, atMs: Date.now(), body, secrets: [secret] }),
      'Content-Length': Buffer.byteLength(body),
    },
    // A server that is restarted must not be sent a request on a connection that it has closed.
    agent: false,
    rejectUnauthorized: !skipsVerification,
    signal,
  }
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options)
    request.on('response', resolve)
    request.on('error', reject)
    request.end(body)
  })
}

/** On one line. */
function shortened(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, excerptCharacters)
}

function silence(timeoutMs: number): string {
  return `no response within ${timeoutMs / 1_000} s`
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'unknown host',
  EPROTO: 'the server does not speak TLS',
}

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  const known = reasons[code]
  if (known !== undefined) return known
  if (code.startsWith('HPE_')) return 'the response is not HTTP'
  if (/CERT|SIGNATURE|SELF_SIGNED/.test(code))
    return 'the certificate is not trusted: use --skip-verify if it is your own'
  return code === '' ? message : code
}
