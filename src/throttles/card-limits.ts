/**
 * Stops clients that try card after card, and keeps the card schemes' limits: how often an address may post and be declined,
 * how often a card may be declined, and which share of a merchant's attempts. A card is known by a keyed hash, and the key is
 * in no database, so nothing that is kept leads back to a card number.
 */
import { createHmac } from 'node:crypto'
import { type DeclineCode, isNeverRetried } from '../core/decline.ts'
import { BoundedMap } from './bounded-map.ts'
import { Breaker, type BreakerLimits, type Tripped } from './breaker.ts'
import type { Outbox } from './outbox.ts'
import type { FinalDecline, TryOutcome } from './outcomes.ts'
import { RecentEvents } from './recent-events.ts'
import type { Report } from './report.ts'
import { TokenBuckets } from './token-buckets.ts'

export type CardLimitSettings = Readonly<{
  postsPerMinute: number
  /** In ten minutes. */
  declinesPerAddress: number
  declinesPerHour: number
  /** For one card at one merchant: what the schemes allow. */
  declinesPerDay: number
  breaker: BreakerLimits
}>

export type CardTry = Readonly<{
  /** Null where limits by address are off. */
  limitBy: string | null
  merchantId: string
  card: string
}>

/** Why a card is not tried: for the operator's log, never for the customer. */
export const cardRules = [
  'card_posts_by_address',
  'declines_by_address',
  'declines_by_card',
  'merchant_paused',
] as const
export type CardRule = (typeof cardRules)[number]

/** A try whose end is not known yet. */
export type Running = CardTry & { readonly atMs: number; isOver: boolean }

export type Pause = Tripped & Readonly<{ merchantId: string }>

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const hashLength = 22
/** How many declines of one address, over all payments, are suspicious. */
const suspiciousDeclines = 3

export class CardLimits {
  readonly #key: Uint8Array
  readonly #posts: TokenBuckets
  readonly #byAddress: RecentEvents
  readonly #byHour: RecentEvents
  readonly #byDay: RecentEvents
  readonly #final: BoundedMap<FinalDecline & Readonly<{ atMs: number }>>
  readonly #keepsFinal: boolean
  readonly #breaker: Breaker
  /** Tries that the bank asks the customer about, by the attempt. */
  readonly #challenged: BoundedMap<Running>
  readonly #outbox: Outbox | null
  readonly #isCardKeyShared: boolean

  constructor(
    settings: CardLimitSettings,
    key: Uint8Array,
    entriesMax: number,
    telling: Readonly<{ outbox: Outbox; isCardKeyShared: boolean }> | null = null,
  ) {
    this.#key = key
    this.#outbox = telling?.outbox ?? null
    this.#isCardKeyShared = telling?.isCardKeyShared === true
    this.#posts = new TokenBuckets(settings.postsPerMinute, entriesMax)
    this.#byAddress = new RecentEvents(settings.declinesPerAddress, 10 * minuteMs, entriesMax)
    this.#byHour = new RecentEvents(settings.declinesPerHour, hourMs, entriesMax)
    this.#byDay = new RecentEvents(settings.declinesPerDay, dayMs, entriesMax)
    this.#final = new BoundedMap(entriesMax)
    this.#keepsFinal = settings.declinesPerDay > 0
    this.#breaker = new Breaker(settings.breaker, entriesMax)
    this.#challenged = new BoundedMap(entriesMax)
  }

  get size(): number {
    const parts = [this.#posts, this.#byAddress, this.#byHour, this.#byDay, this.#final, this.#breaker]
    return parts.reduce((sum, part) => sum + part.size, this.#challenged.size)
  }

  /** The name of a card, in this process or in all that have the same key. */
  cardOf(pan: string): string {
    return createHmac('sha256', this.#key).update(pan).digest('base64url').slice(0, hashLength)
  }

  /** A form was posted, right or wrong. */
  post(limitBy: string | null, nowMs: number): CardRule | null {
    if (limitBy === null) return null
    if (this.#posts.take(limitBy, nowMs) > 0) return 'card_posts_by_address'
    this.#outbox?.take('card_posts', limitBy)
    return null
  }

  /** The rule that forbids this try; null if it is allowed. */
  forbids({ limitBy, merchantId, card }: CardTry, nowMs: number): CardRule | null {
    const atMerchant = `${merchantId} ${card}`
    if (this.#breaker.isPaused(merchantId, nowMs)) return 'merchant_paused'
    if (this.#byHour.isFull(card, nowMs) || this.#byDay.isFull(atMerchant, nowMs)) return 'declines_by_card'
    return limitBy !== null && this.#byAddress.isFull(limitBy, nowMs) ? 'declines_by_address' : null
  }

  /** What the issuer said about the card in the last 24 hours, if the card schemes forbid asking it again. */
  finalDecline(
    { merchantId, card }: Pick<CardTry, 'merchantId' | 'card'>,
    nowMs: number,
  ): FinalDecline | null {
    const known = this.#final.peek(`${merchantId} ${card}`)
    return known !== undefined && nowMs < known.atMs + dayMs ? known : null
  }

  /** Not enough to refuse a card, but enough to stop saying why cards are declined. */
  isSuspicious(limitBy: string | null, merchantId: string, nowMs: number): boolean {
    if (this.#breaker.isPaused(merchantId, nowMs)) return true
    return limitBy !== null && this.#byAddress.count(limitBy, nowMs) >= suspiciousDeclines
  }

  /**
   * An attempt begins. Until its outcome is known, it counts as declined; otherwise, many at the same time would all be
   * allowed.
   */
  begin(one: CardTry, nowMs: number): Running {
    this.#byHour.add(one.card, nowMs)
    this.#byDay.add(`${one.merchantId} ${one.card}`, nowMs)
    if (one.limitBy !== null) this.#byAddress.add(one.limitBy, nowMs)
    return { ...one, atMs: nowMs, isOver: false }
  }

  /**
   * The attempt has ended. Returns the pause of the merchant that this has started. A second call for the same attempt
   * does nothing. `isForGood`: the issuer has said that this card must not be tried again.
   */
  end(running: Running, outcome: TryOutcome, nowMs: number, isForGood = false): Tripped | null {
    if (running.isOver) return null
    running.isOver = true
    const isDeclined = outcome !== 'approved' && outcome !== 'none'
    if (isDeclined) this.#noteDecline(running, outcome, nowMs, isForGood)
    else this.#takeBack(running)
    if (outcome === 'none') return null
    const { merchantId } = running
    this.#outbox?.tried(merchantId, isDeclined)
    const tripped = this.#breaker.count(merchantId, isDeclined, nowMs)
    if (tripped !== null) this.#outbox?.pause(merchantId, this.#breaker.pausedUntilMs(merchantId))
    return tripped
  }

  /** For an attempt that may have begun at another node, which then learns its outcome. */
  endElsewhere(attempt: string, outcome: TryOutcome): void {
    this.#outbox?.end(attempt, outcome)
  }

  /** What another node has counted, up to `atMs`. Returns the pauses of merchants that this has started. */
  learn({ takes, declines, tries, pauses, ends }: Report, atMs: number, nowMs: number): readonly Pause[] {
    for (const [limit, address, count] of takes)
      if (limit === 'card_posts') this.#posts.add(address, count, atMs)
    for (const { card, merchantId, address, agoMs, final } of declines) {
      const beganMs = atMs - agoMs
      if (card !== null) this.#byHour.add(card, nowMs, beganMs)
      if (card !== null) this.#byDay.add(`${merchantId} ${card}`, nowMs, beganMs)
      if (address !== null) this.#byAddress.add(address, nowMs, beganMs)
      if (card !== null && final !== null)
        this.#keepFinal({ merchantId, card }, final, beganMs + final.tookMs)
    }
    for (const [merchantId, attempts, declines] of tries)
      this.#breaker.add(merchantId, { attempts, declines }, atMs)
    for (const [merchantId, leftMs] of pauses) this.#breaker.pause(merchantId, atMs + leftMs)
    return ends.flatMap(([attempt, outcome]) => {
      const running = this.kept(attempt)
      const tripped = running && this.end(running, outcome, nowMs)
      return tripped ? { merchantId: running.merchantId, ...tripped } : []
    })
  }

  /** Remembers a try until the customer comes back from the bank. */
  keep(attempt: string, running: Running): void {
    this.#challenged.set(attempt, running)
  }

  kept(attempt: string): Running | null {
    const running = this.#challenged.peek(attempt) ?? null
    this.#challenged.delete(attempt)
    return running
  }

  #noteDecline(running: Running, declineCode: DeclineCode, nowMs: number, isForGood: boolean): void {
    const { card, merchantId, limitBy: address, atMs } = running
    const isFinal = isForGood || isNeverRetried(declineCode)
    const final = isFinal ? { declineCode, tookMs: nowMs - atMs } : null
    if (final !== null) this.#keepFinal(running, final, nowMs)
    this.#outbox?.decline({ card: this.#isCardKeyShared ? card : null, merchantId, address, atMs, final })
  }

  /** Only what the issuer itself has said, not what was said for it since. */
  #keepFinal(of: Pick<CardTry, 'merchantId' | 'card'>, decline: FinalDecline, nowMs: number): void {
    if (!this.#keepsFinal || this.finalDecline(of, nowMs) !== null) return
    this.#final.set(`${of.merchantId} ${of.card}`, { ...decline, atMs: nowMs })
  }

  #takeBack({ card, merchantId, limitBy, atMs }: Running): void {
    this.#byHour.remove(card, atMs)
    this.#byDay.remove(`${merchantId} ${card}`, atMs)
    if (limitBy !== null) this.#byAddress.remove(limitBy, atMs)
  }
}
