/**
 * The typed client of the gateway's API. No dependencies and only web standards: Node.js, Deno, Bun and edge runtimes.
 * Keep it on your server; the secret key must never reach a browser.
 */
import type { ConnectionSettings } from './connection.ts'
import { Payments } from './payments.ts'

export type * from './api-types.ts'
export type { CallOptions } from './connection.ts'
export { type ErrorCode, FlowlixConnectionError, FlowlixError, FlowlixTimeout } from './errors.ts'
export type { Payments, Session } from './payments.ts'

export type FlowlixOptions = Readonly<{
  /** `fl_test_sk_...` or `fl_live_sk_...`. */
  apiKey: string
  /** Where the gateway's API is, such as `https://pay.example.org`. */
  baseUrl: string
  /** For each try. 30 s by default. */
  timeoutMs?: number | undefined
  /** Tries after the first one, 3 by default. */
  retriesMax?: number | undefined
  /** When the gateway asks for a longer pause than this, the error is thrown at once. 60 s by default. */
  retryAfterMaxMs?: number | undefined
  /** Instead of the global one. */
  fetch?: typeof fetch | undefined
}>

const timeoutDefaultMs = 30_000
const retriesDefault = 3
const retryAfterDefaultMs = 60_000

export class Flowlix {
  readonly payments: Payments

  constructor(options: FlowlixOptions) {
    const { apiKey, baseUrl } = options
    if (!/^fl_(test|live)_sk_/.test(apiKey)) throw new TypeError('apiKey must be a secret key of the gateway')
    const settings: ConnectionSettings = {
      apiKey,
      baseUrl: withoutSlashes(new URL(baseUrl).href),
      timeoutMs: options.timeoutMs ?? timeoutDefaultMs,
      retriesMax: options.retriesMax ?? retriesDefault,
      retryAfterMaxMs: options.retryAfterMaxMs ?? retryAfterDefaultMs,
      // Called as a plain function: some runtimes refuse a fetch that is called as a method.
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    }
    this.payments = new Payments(settings)
  }
}

function withoutSlashes(href: string): string {
  let end = href.length
  while (href[end - 1] === '/') end--
  return href.slice(0, end)
}
