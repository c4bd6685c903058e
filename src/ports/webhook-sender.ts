/** What deliveries need from outside: a way to send them, and the rules about which URLs they may be sent to. */
import type { DeliveryError } from '../core/webhook/delivery-error.ts'

export interface WebhookTargets {
  /** Asks DNS, so it may take a few seconds. Never rejects. */
  check(url: string): Promise<TargetCheck>
}

type TargetCheck =
  /** `href` is the URL in the form in which it is stored. */
  | Readonly<{ kind: 'ok'; href: string }>
  /** `reason` continues "The URL" or the name of a parameter, without a period. */
  | Readonly<{ kind: 'refused'; reason: string }>

export interface WebhookSender {
  /** Checks the URL by the same rules first. Never rejects, and ends soon after the signal fires. */
  send(request: WebhookRequest, signal: AbortSignal): Promise<WebhookOutcome>
}

export type WebhookRequest = Readonly<{
  url: string
  eventId: string
  /** When this attempt began. */
  atMs: number
  body: string
  /** In plain text: the current secret first, then the previous one while the secret is being rotated. */
  secrets: readonly string[]
}>

export type WebhookOutcome =
  | Readonly<{
      kind: 'responded'
      statusCode: number
      /** Null for a success. */
      error: Extract<DeliveryError, 'redirected' | 'status'> | null
      /** How long the receiver asks us to wait, by its `Retry-After`; null if it does not ask. */
      askedMs: number | null
      /** The beginning of the body, in printable characters. Null if it may not be shown, or if there is none. */
      excerpt: string | null
    }>
  | Readonly<{ kind: 'failed'; error: DeliveryError }>
  /** The signal ended it. It is unknown whether the request arrived. */
  | Readonly<{ kind: 'aborted' }>
