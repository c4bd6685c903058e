/** What every request to the API needs to be served. */
import type { Gateway } from '../operations/gateway.ts'
import type { Throttles } from '../throttles/throttles.ts'
import type { RunningKeys } from './idempotency.ts'
import type { PaymentBodies } from './payment-bodies.ts'
import type { RateLimit } from './rate-limit.ts'
import type { SharedUsage } from './shared-usage.ts'
import type { StorageBudget } from './storage-budget.ts'

export type ApiContext = Readonly<{
  gateway: Gateway
  payUrl: string
  docsUrl: string
  /** Of this process alone. */
  rateLimit: RateLimit
  /** Null where this process is the only one, or its storage shares nothing. */
  sharedUsage: SharedUsage | null
  storageBudget: StorageBudget
  runningKeys: RunningKeys
  throttles: Throttles
  bodies: PaymentBodies
  /** Only the sandbox accepts the documented key, which everyone knows, whatever the database says. */
  acceptsDocumentedKey: boolean
}>
