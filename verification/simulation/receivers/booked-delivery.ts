/** What is committed about one event on its way to one endpoint, and what must hold when that changes. */
import type { EventType } from '../../../src/core/public-events.ts'
import type { ClaimedDelivery, DeliveryResult } from '../../../src/ports/webhook-storage.ts'
import type { World } from '../world.ts'

export type BookedEvent = Readonly<{
  id: string
  type: EventType
  /** Null for a test. */
  paymentId: string | null
  /** Of its commit. */
  order: number
  committedMs: number
  /** As every attempt must send it. */
  body: string
}>

/** `nowMs` is what the process named, `atMs` in the world's time. */
export type DeliveryClaimTimes = Readonly<{ nowMs: number; atMs: number; errorMs: number }>

type Begun = DeliveryClaimTimes & Readonly<{ number: number; scheduleNumber: number; isByHand: boolean }>

export type Expected = Pick<BookedDelivery, 'event' | 'endpointId' | 'isSubscribed' | 'isOwed'>

const leaseMs = 60_000

export class BookedDelivery {
  readonly event: BookedEvent
  readonly endpointId: string
  /** Its endpoint was subscribed when it happened. */
  readonly isSubscribed: boolean
  /** And it was enabled. */
  readonly isOwed: boolean
  isAnswered = false
  hasSucceeded = false
  /** The schedule is over, and nobody has asked for it to begin anew. */
  isExhausted = false
  /** How many attempts were begun. */
  count = 0
  readonly #world: World
  readonly #attemptsMax: number
  #last: (Begun & { retryAtMs: number | null; isSaved: boolean }) | null = null
  /** Somebody has asked for an attempt since the last one. */
  #isAskedFor = false
  #mayBeginAnew = false

  constructor(world: World, attemptsMax: number, { event, endpointId, isSubscribed, isOwed }: Expected) {
    this.#world = world
    this.#attemptsMax = attemptsMax
    this.event = event
    this.endpointId = endpointId
    this.isSubscribed = isSubscribed
    this.isOwed = isOwed
  }

  get name(): string {
    return `${this.event.id.slice(15, 21)} to ${this.endpointId.slice(-4)}`
  }

  /** Something is still to be sent by itself. */
  get isWaiting(): boolean {
    return this.isOwed && !this.hasSucceeded && !this.isExhausted
  }

  askAgain(): void {
    this.#isAskedFor = true
  }

  beginAnew(): void {
    this.askAgain()
    this.#mayBeginAnew = true
  }

  claimed({ delivery }: Pick<ClaimedDelivery, 'delivery'>, times: DeliveryClaimTimes): void {
    const { attemptCount: number, scheduleCount: scheduleNumber, trigger } = delivery
    const isByHand = trigger === 'resend' || trigger === 'test'
    const world = this.#world
    world.must(number === this.count + 1, `attempt ${number} of ${this.name} follows ${this.count}`)
    world.must(isByHand || !this.hasSucceeded, `${this.name} is sent again although it has arrived`)
    const isOver = this.isExhausted && !this.#mayBeginAnew
    world.must(isByHand || !isOver, `${this.name} is sent again although it was given up`)
    if (!isByHand) this.#checkSchedule(scheduleNumber)
    this.#checkTime(times)
    this.count = number
    this.#last = { ...times, number, scheduleNumber, isByHand, retryAtMs: null, isSaved: false }
    this.#isAskedFor = false
  }

  /** Only attempts whose end nobody has heard of may be more than the schedule has. */
  #checkSchedule(scheduleNumber: number): void {
    const world = this.#world
    const last = this.#last
    const before = last?.scheduleNumber ?? 0
    const begunAnew = this.#mayBeginAnew && scheduleNumber === 1
    world.must(
      begunAnew || scheduleNumber === before + 1,
      `attempt ${scheduleNumber} of the schedule of ${this.name} follows ${before}`,
    )
    if (begunAnew) {
      this.#mayBeginAnew = false
      this.isExhausted = false
    }
    const isLost = last !== null && (!last.isSaved || last.isByHand)
    world.must(
      scheduleNumber <= this.#attemptsMax || isLost,
      `${this.name} has ${scheduleNumber} attempts, and none was lost`,
    )
    if (scheduleNumber > this.#attemptsMax) world.count('webhook_claimed_beyond_schedule')
  }

  #checkTime({ nowMs, atMs, errorMs }: DeliveryClaimTimes): void {
    const last = this.#last
    if (last === null || this.#isAskedFor) return
    const { retryAtMs } = last
    if (last.isSaved && retryAtMs !== null)
      this.#world.must(nowMs >= retryAtMs, `${this.name} is sent again before its time`)
    if (last.isSaved || last.isByHand) return
    this.#world.count('webhook_taken_over')
    const earliestMs = last.atMs + leaseMs - Math.abs(errorMs - last.errorMs)
    this.#world.must(atMs >= earliestMs, `${this.name} is taken over from a process that is still at it`)
  }

  saved({ attempt, isSuccess, retryAtMs, health }: DeliveryResult, outcome: 'saved' | 'stale'): void {
    const world = this.#world
    const isByHand = attempt.trigger === 'resend' || attempt.trigger === 'test'
    const isNewest = attempt.number === this.count
    world.must(!isByHand || health === null, `${this.name}, sent by hand, counts for its endpoint`)
    world.must(!isSuccess || outcome === 'saved', `the success of ${this.name} is not taken`)
    if (outcome === 'stale') {
      world.count('webhook_failure_was_stale')
      return
    }
    world.must(isSuccess || isNewest, `a failure of ${this.name} is taken although another attempt has begun`)
    if (isSuccess && !isNewest) world.count('webhook_success_was_late')
    this.isAnswered = true
    this.hasSucceeded ||= isSuccess
    if (isNewest && this.#last !== null) {
      this.#last.isSaved = true
      this.#last.retryAtMs = isByHand || this.#isAskedFor ? null : retryAtMs
    }
    if (isSuccess || isByHand) return
    this.#fail(retryAtMs)
  }

  #fail(retryAtMs: number | null): void {
    const number = this.#last?.scheduleNumber ?? 0
    const isLast = number >= this.#attemptsMax
    this.#world.must(isLast === (retryAtMs === null), `${this.name} is given up after attempt ${number}`)
    if (!isLast || this.hasSucceeded) return
    this.isExhausted = true
    this.#world.count('webhook_given_up')
  }
}
