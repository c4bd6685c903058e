/** Where a merchant wants to receive events. */
import type { Mode } from '../payment/payment.ts'
import type { PublicEventType } from '../public-events.ts'

export type WebhookEndpoint = Readonly<{
  /** `we_` and a ULID. */
  id: string
  merchantId: string
  mode: Mode
  /** As the check of targets returned it. Null: each payment's own `callback_url`. */
  url: string | null
  /** Types that are added later belong to `all`. */
  events: readonly PublicEventType[] | 'all'
  description: string | null
  /** Sealed, like the one before. */
  secret: string
  /** Also signs until then, so that receivers can change to the new one. */
  previousSecret: string | null
  previousSecretUntilMs: number | null
  disabledAtMs: number | null
  disabledReason: DisabledReason | null
  failingSinceMs: number | null
  /** Exact to the minute. */
  lastSuccessAtMs: number | null
  createdAtMs: number
  deletedAtMs: number | null
  /** Of its settings: health does not raise it. */
  version: number
}>

/** `gone`: it has responded with status 410. `failing`: nothing has succeeded for days. */
export type DisabledReason = 'requested' | 'gone' | 'failing'
