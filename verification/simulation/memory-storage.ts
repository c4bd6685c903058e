/**
 * The storage port in plain memory: deterministic, and every write is applied at the moment of its call. It keeps what
 * the port promises; what a database enforces besides is that database's matter.
 */

import type { ApiKey } from '../../src/core/api-key.ts'
import type { KeptClock } from '../../src/core/clock-history.ts'
import type { Installation } from '../../src/core/installation.ts'
import { factsOf, type StoredLogo } from '../../src/core/look/logo.ts'
import type { Merchant, MerchantChanges, NewMerchant } from '../../src/core/merchant.ts'
import type { AnyEvent } from '../../src/core/payment/events.ts'
import { checkPayment } from '../../src/core/payment/invariants.ts'
import { approvedAttempt, type Payment, sessionEndMs, wakeAtMs } from '../../src/core/payment/payment.ts'
import type {
  ApprovedQuery,
  Backlog,
  Change,
  Claim,
  Creation,
  EmailMatches,
  EndedPayment,
  PaymentPage,
  PaymentQuery,
  PersonalDataQuery,
  Storage,
} from '../../src/ports/storage.ts'
import type { Random } from '../../src/ports/system.ts'
import { differenceOf } from '../../src/storage/verify-payment.ts'
import { backlogIn } from './memory-backlog.ts'
import { emailsOf, withoutPersonalData } from './memory-personal-data.ts'
import { MemorySendings } from './memory-sendings.ts'
import { compare, newestFirst, oldestFirst } from './order.ts'
import { matches } from './passes-filters.ts'
import { type SavedEvent, storedPayment } from './stored-payment.ts'

type Stored = { payment: Payment; wakeAtMs: number | null; events: SavedEvent[] }

export class MemoryStorage extends MemorySendings implements Storage {
  readonly #random: Pick<Random, 'bytes'>
  readonly #payments = new Map<string, Stored>()
  readonly #merchants = new Map<string, NewMerchant>()
  readonly #keys = new Map<string, ApiKey>()
  #clock: KeptClock | null = null
  readonly #secrets = new Map<string, string>()

  /** The randomness is for the installation's secrets only. */
  constructor(random: Pick<Random, 'bytes'>) {
    super()
    this.#random = random
  }

  async create(creation: Creation): Promise<'saved' | 'idempotency_key_taken'> {
    const { event, events, payment, idempotency } = creation
    if (this.isTaken(idempotency)) return 'idempotency_key_taken'
    if (this.#payments.has(payment.id)) throw new Error('a payment with this id exists')
    checkPayment(payment)
    this.keep(idempotency)
    const saved = savedWith(payment.version, [event, ...events])
    this.#payments.set(payment.id, { payment, wakeAtMs: wakeAtMs(payment), events: saved })
    return 'saved'
  }

  async save(change: Change): Promise<'saved' | 'lost_race' | 'idempotency_key_taken'> {
    const { before, after, events, idempotency } = change
    const stored = this.#payments.get(before.id)
    if (stored === undefined || stored.payment.version !== before.version) return 'lost_race'
    if (this.isTaken(idempotency)) return 'idempotency_key_taken'
    checkPayment(after)
    this.keep(idempotency)
    stored.payment = after
    stored.wakeAtMs = wakeAtMs(after)
    stored.events.push(...savedWith(after.version, events))
    this.publish(change)
    if (after.personalDataRemovedAtMs !== null) {
      stored.events = stored.events.map((saved) => ({ ...saved, event: withoutPersonalData(saved.event) }))
    }
    return 'saved'
  }

  async findPayment(id: string): Promise<Payment | null> {
    return this.#payments.get(id)?.payment ?? null
  }

  async newestCreationMs(): Promise<number | null> {
    return [...this.#payments.values()].at(-1)?.payment.createdAtMs ?? null
  }

  async newestApproved({ mode, acquirer, account, fromMs, toMs }: ApprovedQuery): Promise<string | null> {
    let newest: Readonly<{ id: string; startedAtMs: number }> | null = null
    for (const { payment } of this.#payments.values()) {
      const attempt = payment.mode === mode ? approvedAttempt(payment) : null
      if (attempt === null || attempt.acquirer !== acquirer || attempt.account !== account) continue
      const { startedAtMs } = attempt
      if (startedAtMs < fromMs || startedAtMs > toMs || startedAtMs < (newest?.startedAtMs ?? 0)) continue
      newest = { id: payment.id, startedAtMs }
    }
    return newest?.id ?? null
  }

  async listPayments(query: PaymentQuery): Promise<PaymentPage> {
    const { startingAfter, endingBefore, limit } = query
    const matching = [...this.#payments.values()]
      .map((stored) => stored.payment)
      .filter((payment) => matches(payment, query))
      .filter((payment) => startingAfter === null || newestFirst(payment, startingAfter) > 0)
      .filter((payment) => endingBefore === null || newestFirst(payment, endingBefore) < 0)
      .sort(newestFirst)
    const payments = endingBefore === null ? matching.slice(0, limit) : matching.slice(-limit)
    return { payments, hasMore: matching.length > limit }
  }

  async listEvents(paymentId: string): Promise<readonly AnyEvent[]> {
    return this.#payments.get(paymentId)?.events.map(({ event }) => event) ?? []
  }

  /** What `flowlix verify` would say. */
  verify(): readonly string[] {
    return [...this.#payments.values()].flatMap(({ payment, events }) => {
      const difference = differenceOf(storedPayment(payment, events))
      return difference === null ? [] : [`${payment.id}: ${difference}`]
    })
  }

  async claimDue({ leaseMs, limit, ...claim }: Claim): Promise<readonly Payment[]> {
    const nowMs = claim.nowMs()
    const due: Stored[] = []
    // Without a copy: a worker looks every second, also at thousands of payments that wait.
    for (const stored of this.#payments.values()) {
      if (stored.wakeAtMs !== null && stored.wakeAtMs <= nowMs) due.push(stored)
    }
    due.sort((a, b) => (a.wakeAtMs ?? 0) - (b.wakeAtMs ?? 0) || compare(a.payment.id, b.payment.id))
    return takeOver(due.slice(0, limit), nowMs + leaseMs)
  }

  async claimFarAhead(claim: Claim & Readonly<{ aheadMs: number }>): Promise<readonly Payment[]> {
    const { leaseMs, limit, aheadMs } = claim
    const nowMs = claim.nowMs()
    const isFar = (atMs: number | null): atMs is number => atMs !== null && atMs > nowMs + aheadMs
    const ahead = [...this.#payments.values()]
      .filter(({ wakeAtMs: wakesAtMs, payment }) => isFar(wakesAtMs) && wakesAtMs !== sessionEndMs(payment))
      .filter(
        ({ payment, wakeAtMs: wakesAtMs }) =>
          payment.attempts.some(({ state, nextAtMs }) => state !== 'reversed' && isFar(nextAtMs)) ||
          payment.refunds.some(
            ({ state, nextAtMs, updatedAtMs }) =>
              isFar(nextAtMs) && (state !== 'reversing' || nextAtMs - updatedAtMs <= aheadMs),
          ) ||
          [...payment.attempts, ...payment.refunds].every(({ nextAtMs }) => nextAtMs !== wakesAtMs),
      )
      .sort((a, b) => (b.wakeAtMs ?? 0) - (a.wakeAtMs ?? 0) || compare(a.payment.id, b.payment.id))
    return takeOver(ahead.slice(0, limit), nowMs + leaseMs)
  }

  async listWithPersonalData(query: PersonalDataQuery): Promise<readonly EndedPayment[]> {
    const { mode, endedBeforeMs, after, limit } = query
    return [...this.#payments.values()]
      .flatMap(({ payment: { id, ending, personalDataRemovedAtMs, mode: itsMode } }) =>
        itsMode === mode && ending !== null && personalDataRemovedAtMs === null
          ? [{ id, endedAtMs: ending.atMs }]
          : [],
      )
      .filter(({ endedAtMs }) => endedAtMs < endedBeforeMs)
      .sort(byEnding)
      .filter((ended) => after === null || byEnding(ended, after) > 0)
      .slice(0, limit)
  }

  async findPaymentsByEmail(email: string): Promise<EmailMatches> {
    const wanted = email.toLowerCase()
    const ids = [...this.#payments.values()]
      .filter(({ payment, events }) => emailsOf(payment, events).some((one) => one?.toLowerCase() === wanted))
      .map(({ payment }) => payment.id)
    return { ids, next: null }
  }

  async discardOverwritten(): Promise<boolean> {
    return true
  }

  async addMerchant(merchant: NewMerchant): Promise<void> {
    if (this.#merchants.has(merchant.id)) throw new Error('a merchant with this id exists')
    this.#merchants.set(merchant.id, merchant)
  }

  async findMerchant(id: string): Promise<Merchant | null> {
    const found = this.#merchants.get(id)
    return found === undefined ? null : shown(found)
  }

  async listMerchants(): Promise<readonly Merchant[]> {
    return [...this.#merchants.values()].sort(oldestFirst).map(shown)
  }

  async updateMerchant(id: string, changes: MerchantChanges): Promise<Merchant | null> {
    const before = this.#merchants.get(id)
    if (before === undefined) return null
    const after = { ...before, ...changes }
    this.#merchants.set(id, after)
    return shown(after)
  }

  async findLogo(hash: string): Promise<StoredLogo | null> {
    return [...this.#merchants.values()].find(({ logo }) => logo?.hash === hash)?.logo ?? null
  }

  async addApiKey(key: ApiKey): Promise<void> {
    const isKnown = [...this.#keys.values()].some((one) => one.id === key.id || one.hash === key.hash)
    if (isKnown) throw new Error('this API key exists')
    this.#keys.set(key.id, key)
  }

  async findActiveApiKey(hash: string, nowMs: number): Promise<ApiKey | null> {
    const isActive = (key: ApiKey) =>
      key.revokedAtMs === null && (key.expiresAtMs === null || key.expiresAtMs > nowMs)
    return [...this.#keys.values()].find((key) => key.hash === hash && isActive(key)) ?? null
  }

  async noteApiKeyUse(id: string, atMs: number): Promise<void> {
    const key = this.#keys.get(id)
    if (key === undefined || (key.lastUsedAtMs !== null && key.lastUsedAtMs > atMs - 3_600_000)) return
    this.#keys.set(id, { ...key, lastUsedAtMs: atMs })
  }

  async listApiKeys(merchantId: string | null): Promise<readonly ApiKey[]> {
    return [...this.#keys.values()]
      .filter((key) => merchantId === null || key.merchantId === merchantId)
      .sort(oldestFirst)
  }

  async revokeApiKey(id: string, atMs: number): Promise<boolean> {
    const key = this.#keys.get(id)
    if (key === undefined || key.revokedAtMs !== null) return false
    this.#keys.set(id, { ...key, revokedAtMs: atMs })
    return true
  }

  readonly backlog = async (nowMs: number): Promise<Backlog> => backlogIn([...this.#payments.values()], nowMs)

  async installation(): Promise<Installation> {
    return { id: '0mem0ry0', kind: 'sandbox', createdAtMs: 0 }
  }

  async installationSecret(name: string): Promise<string> {
    const found = this.#secrets.get(name)
    if (found !== undefined) return found
    const made = [...this.#random.bytes(32)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    this.#secrets.set(name, made)
    return made
  }

  readonly shared = null
  readonly keptClock = async (): Promise<KeptClock | null> => this.#clock
  readonly keepClock = async (clock: KeptClock): Promise<void> => {
    this.#clock = clock
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}
}

function byEnding(a: EndedPayment, b: EndedPayment): number {
  return a.endedAtMs - b.endedAtMs || compare(a.id, b.id)
}

function takeOver(claimed: readonly Stored[], leasedUntilMs: number): readonly Payment[] {
  for (const stored of claimed) {
    const { epoch, version } = stored.payment
    stored.payment = { ...stored.payment, epoch: epoch + 1, version: version + 1 }
    stored.wakeAtMs = leasedUntilMs
  }
  return claimed.map((stored) => stored.payment)
}

function savedWith(version: number, events: readonly AnyEvent[]): SavedEvent[] {
  return events.map((event) => ({ version, event }))
}

function shown(merchant: NewMerchant): Merchant {
  return { ...merchant, logo: factsOf(merchant.logo) }
}
