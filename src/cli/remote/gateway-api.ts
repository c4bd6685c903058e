/** The API of a running gateway. Whatever goes wrong becomes one sentence. */
import type { ErrorDetail } from '../../../client/src/api-types.ts'
import { documentedTestKey } from '../../api/documented-key.ts'
import type { Config } from '../../config/read-config.ts'
import type { Mode } from '../../core/payment/payment.ts'
import { isTimeout, noConnection } from '../connection-trouble.ts'
import { isLoopbackAddress } from '../loopback.ts'
import { Refused, Rejected, UsageError } from '../mistakes.ts'

type Query = Readonly<Record<string, string | number | undefined>>

const timeoutMs = 30_000

export class GatewayApi {
  readonly url: string
  readonly key: string
  readonly mode: Mode

  constructor({ gatewayUrl, gatewayKey }: Pick<Config, 'gatewayUrl' | 'gatewayKey'>) {
    if (gatewayKey === null && !isOnThisMachine(gatewayUrl))
      throw new UsageError(
        'FLOWLIX_API_KEY must be set, because the public key of the sandbox is only for a gateway on this machine',
      )
    this.url = gatewayUrl
    this.key = gatewayKey ?? documentedTestKey
    this.mode = this.key.startsWith('fl_live_') ? 'live' : 'test'
  }

  async get<T>(path: string, query: Query = {}): Promise<T> {
    return JSON.parse(await this.text(path, query)) as T
  }

  /** The body as it was sent. */
  async text(path: string, query: Query = {}): Promise<string> {
    return (await this.#call('GET', path + search(query))).text
  }

  async post<T>(path: string, body?: object): Promise<T> {
    return JSON.parse((await this.#call('POST', path, body)).text) as T
  }

  /** For a response that goes on for as long as the signal lets it. */
  async open(path: string, headers: Readonly<Record<string, string>>, ended: AbortSignal): Promise<Response> {
    const response = await this.#send(path, { headers: { ...this.#authorization(), ...headers } }, ended)
    if (!response.ok) throw this.#rejection(response, await response.text())
    return response
  }

  async #call(method: 'GET' | 'POST', path: string, body?: object): Promise<Readonly<{ text: string }>> {
    const init = {
      method,
      headers: { ...this.#authorization(), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    }
    const response = await this.#send(path, init, AbortSignal.timeout(timeoutMs))
    const text = await response.text().catch(() => '')
    if (!response.ok || !isJson(text)) throw this.#rejection(response, text)
    return { text }
  }

  async #send(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    try {
      // A redirect would take the key to somewhere else.
      return await fetch(this.url + path, { ...init, redirect: 'manual', signal })
    } catch (error) {
      throw new Refused(isTimeout(error) ? this.#silent() : this.#unreachable(error))
    }
  }

  #authorization() {
    return { authorization: `Bearer ${this.key}` }
  }

  #silent(): string {
    return `${this.url} did not respond within ${timeoutMs / 1_000} seconds.`
  }

  #unreachable(error: unknown): string {
    const advice = isOnThisMachine(this.url)
      ? 'start one with "npm start", or set FLOWLIX_API_URL'
      : 'check FLOWLIX_API_URL'
    return `No gateway responds at ${this.url} (${noConnection(error)}): ${advice}.`
  }

  #rejection({ status, headers }: Response, text: string): Rejected {
    const { message, code } = detailOf(text)
    const retryAfter = Number(headers.get('retry-after') ?? Number.NaN)
    return new Rejected(
      message ?? `${this.url} responded with status ${status} and does not seem to be a gateway.`,
      code ?? null,
      Number.isFinite(retryAfter) ? retryAfter * 1_000 : null,
    )
  }
}

function isOnThisMachine(url: string): boolean {
  return isLoopbackAddress(new URL(url).hostname.replace(/^\[|\]$/g, ''))
}

function search(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

function detailOf(text: string): Partial<ErrorDetail> {
  try {
    return (JSON.parse(text) as { error?: ErrorDetail }).error ?? {}
  } catch {
    return {}
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
