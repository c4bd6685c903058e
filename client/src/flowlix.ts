/**
 * A typed client for the API of the gateway. It has no dependencies and uses only web standards, so it runs on Node.js, Deno,
 * Bun, and edge runtimes. Use it on your server: the secret key must never reach a browser.
 */
import type { ConnectionSettings } from './connection.ts'
import { Payments } from './payments.ts'

export type * from './api-types.ts'
export type { CallOptions } from './connection.ts'
export {
  type ErrorCode,
  type ErrorType,
  FlowlixConnectionError,
  FlowlixError,
  FlowlixTimeoutError,
} from './errors.ts'
export type { Payments, Session } from './payments.ts'
export { type WebhookFailure, WebhookVerificationError } from './webhook-error.ts'
export type { PaymentEvent, RefundEvent, WebhookEvent, WebhookTestEvent } from './webhook-events.ts'
export type { WebhookHeaders } from './webhook-request.ts'
export {
  type SignedHeaders,
  type SignWebhookOptions,
  signWebhook,
  type VerifyWebhookOptions,
  verifyWebhook,
} from './webhooks.ts'

export type FlowlixOptions = Readonly<{
  /** `fl_test_sk_...` or `fl_live_sk_...`. */
  apiKey: string
  /** The URL of the gateway's API, such as `https://pay.example.org`. */
  baseUrl: string
  /** How long to wait for a response in each attempt. 30 seconds by default. */
  timeoutMs?: number | undefined
  /** How many times a request is retried. 3 by default. */
  maxRetries?: number | undefined
  /** If the gateway asks for a longer pause than this, the error is thrown instead. 60 seconds by default. */
  maxRetryAfterMs?: number | undefined
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch | undefined
}>

const timeoutDefaultMs = 30_000
const maxRetriesDefault = 3
const maxRetryAfterDefaultMs = 60_000

export class Flowlix {
  readonly payments: Payments

  constructor(options: FlowlixOptions) {
    const { apiKey, baseUrl } = options
    if (!/^fl_(test|live)_sk_/.test(apiKey))
      throw new TypeError('apiKey must be a secret key: fl_test_sk_... or fl_live_sk_...')
    const settings: ConnectionSettings = {
      apiKey,
      baseUrl: withoutSlashes(new URL(baseUrl).href),
      timeoutMs: options.timeoutMs ?? timeoutDefaultMs,
      maxRetries: options.maxRetries ?? maxRetriesDefault,
      maxRetryAfterMs: options.maxRetryAfterMs ?? maxRetryAfterDefaultMs,
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
