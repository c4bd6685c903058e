/** What serving any request to the API needs. */
import type { Gateway } from '../operations/gateway.ts'
import type { Throttles } from '../throttles/throttles.ts'
import type { RunningKeys } from './idempotency.ts'
import type { PaymentBodies } from './payment-bodies.ts'
import type { RateLimit } from './rate-limit.ts'
import type { StorageBudget } from './storage-budget.ts'

export type ApiContext = Readonly<{
  gateway: Gateway
  payUrl: string
  docsUrl: string
  rateLimit: RateLimit
  storageBudget: StorageBudget
  runningKeys: RunningKeys
  throttles: Throttles
  bodies: PaymentBodies
  /** The key that everybody knows is accepted, in the sandbox start only, whatever the database says. */
  acceptsDocumentedKey: boolean
}>
