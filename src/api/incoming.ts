/** What a request brings, and what serving one needs. */
import type { Gateway } from '../operations/gateway.ts'
import type { RequestContext } from '../request-context.ts'
import type { Throttles } from '../throttles/throttles.ts'
import type { RunningKeys } from './idempotency.ts'
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
  /** The key that everybody knows is accepted, in the sandbox start only, whatever the database says. */
  acceptsDocumentedKey: boolean
}>

/** What the transport knows of a request beyond the request itself. */
export type Incoming = Readonly<{
  request: Request
  context: RequestContext
  params: Readonly<Record<string, string>>
  /** Header names that came more than once, in lower case. */
  repeatedHeaders: ReadonlySet<string>
}>

export type AnswerHeaders = Record<string, string>
