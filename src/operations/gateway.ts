/** What every operation works with: the ports and the settings that concern it. */
import type { PaymentEvent } from '../core/payment/events.ts'
import type { Mode, Payment } from '../core/payment/payment.ts'
import type { Rules } from '../core/payment/rules.ts'
import type { PublicEvent } from '../core/public-events.ts'
import type { DeliveryAttempt } from '../core/webhook/delivery.ts'
import type { RetrySchedule } from '../core/webhook/retry-schedule.ts'
import type { AuthorizeRequest } from '../ports/acquirer.ts'
import type { Storage } from '../ports/storage.ts'
import type { Clock, Log, Random } from '../ports/system.ts'
import type { WebhookSender, WebhookTargets } from '../ports/webhook-sender.ts'
import type { ClaimedDelivery } from '../ports/webhook-storage.ts'
import type { ModeAcquirers } from './acquirer/acquirers.ts'
import type { KnownAccounts } from './acquirer/known-accounts.ts'
import type { Patiences } from './acquirer/patience.ts'
import type { WatchedClock } from './clock/watched-clock.ts'
import type { Returns } from './returns.ts'
import type { RunningWork } from './running-work.ts'
import type { EventListeners } from './webhooks/event-listeners.ts'

export type Gateway = Readonly<{
  /** The beginning of every reference that this gateway makes: eight characters. */
  installationId: string
  storage: Storage
  acquirers: Readonly<Record<Mode, ModeAcquirers>>
  clock: Clock
  /** The same clock, for decisions. */
  time: WatchedClock
  random: Random
  log: Log
  /** Called with what happened to a payment once it is saved. */
  onChange?(payment: Payment, events: readonly PaymentEvent[]): void
  /** Called with an attempt to deliver an event once it is saved, and with when it is repeated. */
  onAttempt?(claimed: ClaimedDelivery, attempt: DeliveryAttempt, retryAtMs: number | null): void
  rules: Rules
  running: RunningWork
  /** Of the workers in this process. */
  patience: Patiences
  /** Of customers who came back to this process from their issuers. */
  returns: Returns
  /** What this process has learned about the accounts of its credentials. */
  accounts: Pick<KnownAccounts, 'check'>
  settings: GatewaySettings
  /** The addresses that the issuer is given for an attempt. */
  issuerUrls(
    payment: Payment,
    attemptNumber: number,
  ): Pick<AuthorizeRequest, 'returnUrl' | 'methodNotificationUrl'>
  /** In lower case, with this time. */
  newUlid(atMs: number): string
  /** What merchants are told about a change and the resulting payment, in their terms. */
  publicEventsOf(payment: Payment, events: readonly PaymentEvent[]): readonly PublicEvent[]
  /** Told of public events once they are saved. */
  eventListeners: EventListeners
  webhooks: Webhooks
  /** For what the database must not reveal. Null if there is no key, and then there are no endpoints. */
  secrets: Secrets | null
}>

/** Seals a secret for its owner, and opens it again. */
export type Secrets = Readonly<{
  seal(plain: string, owner: string): string
  open(sealed: string, owner: string): string
}>

/** What is needed to send events to merchants. */
export type Webhooks = Readonly<{
  targets: WebhookTargets
  sender: WebhookSender
  schedule: RetrySchedule
  /** Whether endpoints that have been failing for days are disabled. */
  givesUp: boolean
}>

export type GatewaySettings = Readonly<{
  /** How long a hosted session stays open. */
  sessionLifeMs: number
  /** How many cards a customer may try on one hosted payment, unless its merchant has decided otherwise. */
  attemptsMax: number
  authorizeTimeoutMs: number
  inquiryTimeoutMs: number
}>
