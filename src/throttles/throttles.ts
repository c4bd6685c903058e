/**
 * Every limit on what strangers may try. The counts are in the memory of this process, which also learns those of other nodes.
 * A valid key and a valid link are never delayed.
 */
import type { Mode } from '../core/payment/payment.ts'
import { type CardLimitSettings, CardLimits, type Pause } from './card-limits.ts'
import { Outbox } from './outbox.ts'
import type { AddressLimit, Report } from './report.ts'
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

/** How many entries of each kind a node tells the others at once: about a hundred kilobytes in total. */
const toldMax = 500

export class Throttles {
  readonly #failedKeys: TokenBuckets
  readonly #unknownPages: TokenBuckets
  readonly #status: TokenBuckets
  readonly #cards: CardLimits
  readonly #cardModes: readonly Mode[]
  readonly #told = new Seldom(namesMax)
  readonly #outbox: Outbox | null

  /**
   * `cardKey` is random: for this process alone, or, if `isCardKeyShared`, for all nodes. `telling` is null where there
   * are no others to tell.
   */
  constructor(
    settings: ThrottleSettings,
    cardKey: Uint8Array,
    telling: Readonly<{ isCardKeyShared: boolean }> | null = null,
  ) {
    this.#failedKeys = new TokenBuckets(settings.failedKeysPerMinute, namesMax)
    this.#unknownPages = new TokenBuckets(settings.unknownPagesPerMinute, namesMax)
    this.#status = new TokenBuckets(settings.statusPerMinute, namesMax)
    this.#outbox = telling && new Outbox(toldMax)
    const cardTelling = this.#outbox && {
      outbox: this.#outbox,
      isCardKeyShared: telling?.isCardKeyShared === true,
    }
    this.#cards = new CardLimits(settings.cards, cardKey, namesMax, cardTelling)
    this.#cardModes = settings.cardModes
  }

  get size(): number {
    const buckets = this.#failedKeys.size + this.#unknownPages.size + this.#status.size
    return buckets + this.#cards.size + this.#told.size + (this.#outbox?.size ?? 0)
  }

  /** How many milliseconds the address must wait before its next invalid key gets a 401; 0 if it need not wait. */
  failedKey(limitBy: string | null, nowMs: number): number {
    return this.#take('failed_keys', this.#failedKeys, limitBy, nowMs)
  }

  /** The same for pages that do not exist. */
  unknownPage(limitBy: string | null, nowMs: number): number {
    return this.#take('unknown_pages', this.#unknownPages, limitBy, nowMs)
  }

  /** The same for the waiting pages of a payment. Each node counts for itself, because this limits the node's own work. */
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

  /** What this node has counted since the last call; null where there is nothing to tell. */
  takeReport(nowMs: number): Report | null {
    return this.#outbox?.empty(nowMs) ?? null
  }

  /** What another node has counted up to `atMs`. Returns the pauses of merchants that this has started. */
  learn(report: Report, atMs: number, nowMs: number): readonly Pause[] {
    for (const [limit, address, count] of report.takes) {
      if (limit === 'failed_keys') this.#failedKeys.add(address, count, atMs)
      if (limit === 'unknown_pages') this.#unknownPages.add(address, count, atMs)
    }
    return this.#cards.learn(report, atMs, nowMs)
  }

  #take(limit: AddressLimit, buckets: TokenBuckets, limitBy: string | null, nowMs: number): number {
    if (limitBy === null) return 0
    const waitMs = buckets.take(limitBy, nowMs)
    if (waitMs === 0) this.#outbox?.take(limit, limitBy)
    return waitMs
  }
}
