/** What the gateway needs from a storage engine. The parts about events and webhooks have files of their own. */
import type { ApiKey } from '../core/api-key.ts'
import type { AttemptState } from '../core/attempt/attempt.ts'
import type { KeptClock } from '../core/clock-history.ts'
import type { IdempotencyRecord } from '../core/idempotency-record.ts'
import type { Installation } from '../core/installation.ts'
import type { StoredLogo } from '../core/look/logo.ts'
import type { Merchant, MerchantChanges, NewMerchant } from '../core/merchant.ts'
import type { AnyEvent, PaymentCreated, PaymentEvent } from '../core/payment/events.ts'
import type { Mode, Payment } from '../core/payment/payment.ts'
import type { PaymentFilters } from '../core/payment/payment-filters.ts'
import type { PublicEvent } from '../core/public-events.ts'
import type { RefundState } from '../core/refund/refund.ts'
import type { EventStorage } from './event-storage.ts'
import type { SendingStorage } from './sending-storage.ts'
import type { SharedState } from './shared-state.ts'
import type { WebhookStorage } from './webhook-storage.ts'

/** A save did not happen and will not happen: nothing has changed. The caller may try again, or respond with 503. */
export class StorageUnavailable extends Error {
  override name = 'StorageUnavailable'
}

/** The connection broke during a commit, which happened or did not. Only reading shows which. */
export class CommitUnknown extends Error {
  override name = 'CommitUnknown'
}

/** Every method rejects with {@link StorageUnavailable} or {@link CommitUnknown}, or with a fault. */
export interface Storage extends EventStorage, WebhookStorage, SendingStorage {
  /** Durable when it resolves, together with the events and the idempotency record, or not at all. */
  create(creation: Creation): Promise<'saved' | 'idempotency_key_taken'>
  /** Like {@link create}. `lost_race`: the payment's version is no longer `before.version`, and nothing was written. */
  save(change: Change): Promise<'saved' | 'lost_race' | 'idempotency_key_taken'>
  /** Of any merchant, and in either mode: callers must check whose it is. Null if there is none. */
  findPayment(id: string): Promise<Payment | null>
  /** When the newest payment of all merchants was created; null if there is none. */
  newestCreationMs(): Promise<number | null>
  /** The ID of the payment with the newest approved attempt at this account; null if there is none. */
  newestApproved(query: ApprovedQuery): Promise<string | null>
  /** Newest first. Fewer than requested if they are large; `hasMore` says whether others follow. */
  listPayments(query: PaymentQuery): Promise<PaymentPage>
  /** The events of one payment, oldest first. Empty if there is no such payment. */
  listEvents(paymentId: string): Promise<readonly AnyEvent[]>
  /**
   * Claims at most `limit` payments whose wake time has come: raises their epoch and version, and postpones the wake time by
   * `leaseMs`, so that another worker takes over if this one dies. Returns them as they are after the claim.
   */
  claimDue(claim: Claim): Promise<readonly Payment[]>
  /**
   * Like {@link claimDue}, for payments with an attempt or a refund whose next time is more than `aheadMs` from now, the
   * furthest first. No pause is that long, so a clock that was ahead wrote the time. Repeated reversals do not count.
   */
  claimFarAhead(claim: Claim & Readonly<{ aheadMs: number }>): Promise<readonly Payment[]>
  /** Ended payments that still have personal data, in the order in which they ended. */
  listWithPersonalData(query: PersonalDataQuery): Promise<readonly EndedPayment[]>
  /**
   * Searches one part of all personal data for payments with this email address, ignoring case. A search begins with `from` 0
   * and continues with the returned `next` until that is null.
   */
  findPaymentsByEmail(email: string, from: number): Promise<EmailMatches>
  /**
   * Removes what was overwritten from the storage's files as well. False if another process was reading or writing at that
   * moment: then the caller tries again later.
   */
  discardOverwritten(): Promise<boolean>
  /** Also if it is older than a day: the caller decides whether it still counts. */
  findIdempotencyRecord(keyId: string, key: string): Promise<IdempotencyRecord | null>
  /** Removes records that were created before this time. Returns how many, at most `limit`. */
  purgeIdempotencyRecords(createdBeforeMs: number, limit: number): Promise<number>
  /** Records with a sealed body, ordered by their keys, starting behind `after`, or from the first one if that is null. */
  listSealedRecords(after: IdempotencyRecord | null, limit: number): Promise<readonly IdempotencyRecord[]>
  /** False if the record has changed or is gone; then nothing is written. */
  replaceRecordBody(before: IdempotencyRecord, body: string): Promise<boolean>
  addMerchant(merchant: NewMerchant): Promise<void>
  findMerchant(id: string): Promise<Merchant | null>
  listMerchants(): Promise<readonly Merchant[]>
  /** The merchant after the change, or null if there is none. */
  updateMerchant(id: string, changes: MerchantChanges): Promise<Merchant | null>
  /** A logo of any merchant, by its hash; null if no merchant has it. */
  findLogo(hash: string): Promise<StoredLogo | null>
  addApiKey(key: ApiKey): Promise<void>
  /** By the hash of the secret key. Null if there is no such key, and for keys that are revoked or expired. */
  findActiveApiKey(hash: string, nowMs: number): Promise<ApiKey | null>
  /** Records when a key was used. Does nothing if a use within the last hour is already recorded. */
  noteApiKeyUse(id: string, atMs: number): Promise<void>
  /** Revoked keys as well, oldest first. Null: the keys of all merchants. */
  listApiKeys(merchantId: string | null): Promise<readonly ApiKey[]>
  /** False if there is no such active key. */
  revokeApiKey(id: string, atMs: number): Promise<boolean>
  /** What waits in the whole database, for monitoring. Its cost does not grow with the number of payments. */
  backlog(nowMs: number): Promise<Backlog>
  installation(): Promise<Installation>
  /** A random secret of this installation, created at first use and the same for all processes. 32 bytes, hex. */
  installationSecret(name: string): Promise<string>
  /** What the nodes on one database share besides payments; null if the engine serves only one machine. */
  readonly shared: SharedState | null
  /** The clock history that was saved last; null if there is none yet. */
  keptClock(): Promise<KeptClock | null>
  keepClock(clock: KeptClock): Promise<void>
  /** Rejects if the storage cannot be reached. */
  ping(): Promise<void>
  close(): Promise<void>
}

/**
 * `nowMs` is called while no other process can claim, because this process may have been frozen since it decided to claim. By
 * an earlier time, another process's lease would look like work that a clock that was ahead has postponed.
 */
export type Claim = Readonly<{ nowMs: () => number; leaseMs: number; limit: number }>

export type Creation = Readonly<{
  event: PaymentCreated
  /** A direct payment starts its attempt in the same commit. */
  events: readonly PaymentEvent[]
  payment: Payment
  idempotency: IdempotencyRecord | null
}>

export type Change = Readonly<{
  before: Payment
  /** `version` is `before.version + 1`. */
  after: Payment
  events: readonly PaymentEvent[]
  publicEvents: readonly PublicEvent[]
  idempotency: IdempotencyRecord | null
}>

export type PaymentPage = Readonly<{ payments: readonly Payment[]; hasMore: boolean }>

/** `startingAfter` and `endingBefore` are payments of the same merchant and mode, and are not part of the page. */
export type PaymentQuery = Readonly<{
  merchantId: string
  mode: Mode
  limit: number
  startingAfter: Payment | null
  endingBefore: Payment | null
  filters: PaymentFilters
  createdFromMs: number | null
  createdBeforeMs: number | null
}>

/** Both times are inclusive, and are compared with the attempt's start. */
export type ApprovedQuery = Readonly<{
  mode: Mode
  acquirer: string
  /** Null: that of the credentials. */
  account: string | null
  fromMs: number
  toMs: number
}>

export type EndedPayment = Readonly<{ id: string; endedAtMs: number }>

export type PersonalDataQuery = Readonly<{
  mode: Mode
  endedBeforeMs: number
  /** The last one of the page before; null for the first page. */
  after: EndedPayment | null
  limit: number
}>

export type EmailMatches = Readonly<{ ids: readonly string[]; next: number | null }>

export type Backlog = Readonly<{
  /** Since when the payment that has waited longest for a worker has been due; null if none is due. */
  oldestDueMs: number | null
  /** Attempts and refunds that the acquirer has not settled although they were sent, by state. */
  unsettled: readonly Unsettled[]
}>

export type Unsettled = Readonly<{
  part: 'attempt' | 'refund'
  state: AttemptState | RefundState
  count: number
  /** When the oldest of them was started. */
  oldestMs: number
}>
