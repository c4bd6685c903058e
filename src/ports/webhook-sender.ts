/** What deliveries need from outside: a way to send one, and the rules about where to. */
import type { DeliveryError } from '../core/webhook/delivery-error.ts'

export interface WebhookTargets {
  /** Asks DNS, so it can take some seconds. Never rejects. */
  check(url: string): Promise<TargetCheck>
}

type TargetCheck =
  /** `href` is the URL as it is to be stored. */
  | Readonly<{ kind: 'ok'; href: string }>
  /** `reason` continues "The URL" or the name of a parameter, without a period. */
  | Readonly<{ kind: 'refused'; reason: string }>

export interface WebhookSender {
  /** Never rejects, and ends soon after the signal fires. The URL is checked first, by the same rules. */
  send(request: WebhookRequest, signal: AbortSignal): Promise<WebhookOutcome>
}

export type WebhookRequest = Readonly<{
  url: string
  eventId: string
  /** Of this attempt. */
  atMs: number
  body: string
  /** In the clear: the current one first, and then the previous one during a rotation. */
  secrets: readonly string[]
}>

export type WebhookOutcome =
  | Readonly<{
      kind: 'responded'
      statusCode: number
      /** Null for a success. */
      error: Extract<DeliveryError, 'redirected' | 'status'> | null
      /** How long the receiver asks to wait. */
      askedMs: number | null
      /** The beginning of the body, in printable characters. Null if it may not be shown, or if there is none. */
      excerpt: string | null
    }>
  | Readonly<{ kind: 'failed'; error: DeliveryError }>
  /** By the signal. Whether the request has arrived is not known. */
  | Readonly<{ kind: 'aborted' }>
