/** What every operation works with: the ports and the settings that concern it. */
import type { PaymentEvent } from '../core/payment/events.ts'
import type { Mode, Payment } from '../core/payment/payment.ts'
import type { Rules } from '../core/payment/rules.ts'
import type { PublicEvent } from '../core/public-events.ts'
import type { Acquirer, AuthorizeRequest, Clock, Log, Random, Storage } from '../ports.ts'
import type { Patience } from './patience.ts'
import type { RunningWork } from './running-work.ts'
import type { WatchedClock } from './watched-clock.ts'

export type Gateway = Readonly<{
  /** The beginning of every reference that this gateway makes: eight characters. */
  installationId: string
  storage: Storage
  /** Null if no acquirer is configured for the mode; then its payments cannot be created. */
  acquirers: Readonly<Record<Mode, Acquirer | null>>
  clock: Clock
  /** The same clock, for decisions. */
  time: WatchedClock
  random: Random
  log: Log
  /** Called with what happened to a payment once it is saved. */
  onChange?(payment: Payment, events: readonly PaymentEvent[]): void
  rules: Rules
  running: RunningWork
  /** Of the workers in this process. */
  patience: Readonly<Record<Mode, Patience>>
  settings: GatewaySettings
  /** The addresses that the issuer is given for an attempt. */
  issuerUrls(
    payment: Payment,
    attemptNumber: number,
  ): Pick<AuthorizeRequest, 'returnUrl' | 'methodNotificationUrl'>
  /** A ULID, lower case. */
  newRefundId(): string
  /** What merchants are told of a change, and of the payment that it led to, in their words. */
  publicEventsOf(payment: Payment, events: readonly PaymentEvent[]): readonly PublicEvent[]
}>

export type GatewaySettings = Readonly<{
  /** How long a hosted session stays open. */
  sessionLifeMs: number
  /** How many cards a customer may try on one hosted payment, unless its merchant has decided otherwise. */
  attemptsMax: number
  authorizeTimeoutMs: number
  inquiryTimeoutMs: number
}>

/** No acquirer is configured for this mode, and nothing was done. */
export class AcquirerUnavailable extends Error {
  override name = 'AcquirerUnavailable'
}

/** Throws {@link AcquirerUnavailable}, so that nothing is saved that could not be sent. */
export function requireAcquirer(gateway: Gateway, mode: Mode): void {
  acquirerOf(gateway, mode)
}

export function acquirerOf(gateway: Gateway, mode: Mode) {
  const acquirer = gateway.acquirers[mode]
  if (acquirer === null) throw new AcquirerUnavailable(`no acquirer is configured for ${mode} payments`)
  return acquirer
}
