/** What a gateway is made from. */
import type { SandboxFaults } from '../acquirers/sandbox/faults.ts'
import type { BookPlace } from '../acquirers/sandbox/open-book.ts'
import type { BytesPerDay } from '../api/storage-budget.ts'
import type { ServedPart } from '../config/served-parts.ts'
import type { CoBadged } from '../core/card/co-badged.ts'
import type { DeclineDetail } from '../core/decline.ts'
import type { InstallationKind } from '../core/installation.ts'
import type { Language } from '../core/language.ts'
import type { ResultPage } from '../core/merchant.ts'
import type { Rules } from '../core/payment/rules.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Gateway, GatewaySettings } from '../operations/gateway.ts'
import type { Network } from '../platform/ip-address.ts'
import type { PostgresSettings } from '../platform/postgres/driver-options.ts'
import type { Acquirer } from '../ports/acquirer.ts'
import type { Storage } from '../ports/storage.ts'
import type { Clock, Log, Random } from '../ports/system.ts'
import type { ThrottleSettings } from '../throttles/throttles.ts'
import type { RetentionMs } from '../worker/retention.ts'

export type AppOptions = Readonly<{
  /** The sandbox start: it accepts the documented key, and responds only under its own host names. */
  isSandbox: boolean
  databaseUrl: string
  /** See `StorageOptions`; so is the next one. */
  postgres?: PostgresSettings
  createDatabase: InstallationKind | null
  /** The sandbox acquirer's own database. */
  sandboxDatabase: BookPlace
  sandboxRefundMs: number
  sandboxFaults: SandboxFaults
  /** The parts that this process serves. Absent: all of them. */
  serves?: readonly ServedPart[]
  apiUrl: string
  payUrl: string
  rateLimitPerMinute: number
  storedBytesPerDay: BytesPerDay
  retentionMs: RetentionMs
  /** How long public events are kept. */
  eventLifeMs: number
  webhooks: WebhookOptions
  /** Keys of 32 bytes: the first one seals, and all of them open. Empty if none is set. */
  encryptionKeys: readonly Uint8Array[]
  throttles: ThrottleSettings
  /** See `openThrottles`. */
  nodeSecret?: string | null
  rules: Rules
  settings: GatewaySettings
  resultPage: ResultPage
  declineDetail: DeclineDetail
  /** Of live payments. */
  coBadged: CoBadged
  defaultLocale: Language
  /** How long a submitted form may wait for the acquirer before its browser is sent to the waiting page. */
  holdSubmitMs: number
  /** The first one is the default, here and for test payments. Each has a name of its own, and none is `sandbox`. */
  liveAcquirers: readonly Acquirer[]
  /** Empty: the sandbox. */
  testAcquirers: readonly Acquirer[]
  privacyText: string | null
  accessibilityText: string | null
  /** The machine's. */
  clock: Clock
  /** The time is the database's, where it has a clock that all nodes share. */
  followsDatabase?: boolean
  /** See `startClock`. */
  bootId: string | null
  random: Random
  log: Log
  /** Null: nothing is measured. */
  metrics?: Pick<Metrics, 'storage' | 'storageObserver' | 'acquirer'> | null
  onChange?: Gateway['onChange']
  onAttempt?: Gateway['onAttempt']
  /** Wraps the storage once it is open, for tests and campaigns that must see its calls. */
  wrapStorage?: (opened: Storage) => Storage
}>

type WebhookOptions = Readonly<{
  /** Not public, and still allowed. */
  allowedNetworks: readonly Network[]
  /** Through which everything is sent; null: directly. */
  proxy: URL | null
}>
