/** Every limit on what strangers may try, in the memory of this process. A right key and a right link are never held up. */
import type { Mode } from '../core/payment/payment.ts'
import { type CardLimitSettings, CardLimits } from './card-limits.ts'
import { Seldom } from './seldom.ts'
import { TokenBuckets } from './token-buckets.ts'

export type ThrottleSettings = Readonly<{
  failedKeysPerMinute: number
  unknownPagesPerMinute: number
  /** How often the waiting pages of a payment may ask. */
  statusPerMinute: number
  cards: CardLimitSettings
  /**
   * The modes whose cards are limited. Everyone uses the same test cards, and tests must be able to decline them without
   * a limit.
   */
  cardModes: readonly Mode[]
}>

/** Nothing is limited. */
export const noThrottles: ThrottleSettings = {
  failedKeysPerMinute: 0,
  unknownPagesPerMinute: 0,
  statusPerMinute: 0,
  cards: {
    postsPerMinute: 0,
    declinesPerAddress: 0,
    declinesPerHour: 0,
    declinesPerDay: 0,
    breaker: { declinePercent: 0, attemptsMin: 1, pauseMs: 0 },
  },
  cardModes: [],
}

/** How many names each limit remembers: a few megabytes in total. */
export const namesMax = 10_000

export class Throttles {
  readonly #failedKeys: TokenBuckets
  readonly #unknownPages: TokenBuckets
  readonly #status: TokenBuckets
  readonly #cards: CardLimits
  readonly #cardModes: readonly Mode[]
  readonly #told = new Seldom(namesMax)

  /** `key` is random and for this process alone. */
  constructor(settings: ThrottleSettings, key: Uint8Array) {
    this.#failedKeys = new TokenBuckets(settings.failedKeysPerMinute, namesMax)
    this.#unknownPages = new TokenBuckets(settings.unknownPagesPerMinute, namesMax)
    this.#status = new TokenBuckets(settings.statusPerMinute, namesMax)
    this.#cards = new CardLimits(settings.cards, key, namesMax)
    this.#cardModes = settings.cardModes
  }

  get size(): number {
    const buckets = this.#failedKeys.size + this.#unknownPages.size + this.#status.size
    return buckets + this.#cards.size + this.#told.size
  }

  /** How long the address must wait before its next wrong key is answered as such; 0 while it need not. */
  failedKey(limitBy: string | null, nowMs: number): number {
    return limitBy === null ? 0 : this.#failedKeys.take(limitBy, nowMs)
  }

  unknownPage(limitBy: string | null, nowMs: number): number {
    return limitBy === null ? 0 : this.#unknownPages.take(limitBy, nowMs)
  }

  status(paymentId: string, nowMs: number): number {
    return this.#status.take(paymentId, nowMs)
  }

  /** For the log: how often this was refused since the last report, or null if no report is due. */
  tell(refusal: string, nowMs: number): number | null {
    return this.#told.count(refusal, nowMs)
  }

  /** Null where cards of this mode are not limited. */
  cards(mode: Mode): CardLimits | null {
    return this.#cardModes.includes(mode) ? this.#cards : null
  }
}
