/** The merchants' servers: what arrives at them, what they make of it, and what they respond. */
import type { Posted } from '../../../src/webhooks/post.ts'
import { epochMs, type World } from '../world.ts'
import { type DeliveryBook, keyOf } from './delivery-book.ts'
import type { Mood, ReceiverFaults } from './receiver-faults.ts'
import { isSignedWith } from './verify-signatures.ts'

export type Arriving = Readonly<{
  url: string
  endpointId: string
  eventId: string
  body: string
  headers: Readonly<Record<string, string>>
  /** In the clear, those that are live. */
  secrets: readonly string[]
}>

/** `atOnce`: nobody was there. */
export type Response = Readonly<{ posted: Posted | 'refused' | null; afterMs: number }>

const toleranceMs = 300_000
const never: Response = { posted: null, afterMs: 0 }

export class Receivers {
  /** Accepted at least once, by endpoint and event. */
  readonly accepted = new Set<string>()
  readonly #world: World
  readonly #book: DeliveryBook
  readonly #faults: ReceiverFaults

  constructor(world: World, book: DeliveryBook, faults: ReceiverFaults) {
    this.#world = world
    this.#book = book
    this.#faults = faults
  }

  /** Whether a connection can be had. */
  isUp(url: string): boolean {
    return this.#moodOf(url) !== 'is_down'
  }

  receive(arriving: Arriving): Response {
    const { eventId, endpointId, url } = arriving
    this.#check(arriving)
    const mood = this.#isTooOld(arriving) ? 'rejects' : this.#moodOf(url)
    const response = this.#respond(mood)
    const { posted } = response
    const isSuccess = posted !== null && posted !== 'refused' && posted.kind === 'responded'
    if (isSuccess && posted.statusCode < 300) {
      this.accepted.add(keyOf(endpointId, eventId))
      this.#world.count('webhook_accepted')
    }
    return response
  }

  #check({ eventId, endpointId, body, headers, secrets }: Arriving): void {
    const world = this.#world
    const event = this.#book.events.get(eventId)
    world.must(event !== undefined, `${eventId} arrives and was never committed`)
    world.must(event?.body === body, `${eventId} arrives with other bytes than were committed`)
    world.must(headers['webhook-id'] === eventId, `${eventId} arrives with another ID`)
    world.must(
      isSignedWith(headers, body, secrets),
      `${eventId} to ${endpointId} is not signed with the secrets that are live`,
    )
    if (secrets.length > 1) world.count('webhook_signed_twice')
  }

  #isTooOld({ headers }: Arriving): boolean {
    if (!this.#faults.isStrict) return false
    const sentMs = Number(headers['webhook-timestamp']) * 1_000
    return Math.abs(epochMs + this.#world.kernel.nowMs - sentMs) > toleranceMs
  }

  #moodOf(url: string): Mood {
    const { random, kernel } = this.#world
    const all = this.#faults.phases
    const phases = all[numberOf(url) % all.length] ?? []
    const phase = phases.find(({ untilMs }) => kernel.nowMs < untilMs)
    if (phase === undefined) return 'accepts'
    if (random.chance(this.#faults.goneChance)) return 'is_gone'
    return random.chance(phase.share) ? phase.trouble : 'accepts'
  }

  #respond(mood: Mood): Response {
    const { random } = this.#world
    const soonMs = random.between(5, 400)
    const respond = (statusCode: number, afterMs = soonMs, retryAfter: string | null = null): Response => ({
      posted: { kind: 'responded', statusCode, retryAfter, body: Buffer.alloc(0) },
      afterMs,
    })
    switch (mood) {
      case 'accepts':
        return respond(random.pick([200, 202, 204]))
      case 'rejects':
        return respond(random.pick([400, 401, 404, 500, 503]))
      case 'redirects':
        return respond(random.pick([301, 302, 307]))
      case 'is_gone':
        return respond(410)
      case 'is_overloaded':
        return respond(random.pick([429, 502]), soonMs, random.pick([null, '30', '900', '86400']))
      case 'is_late':
        return respond(200, random.between(15_001, 40_000))
      case 'is_slow':
        return respond(200, random.between(3_000, 14_000))
      case 'resets':
        return { posted: { kind: 'lost', cause: 'connection_reset' }, afterMs: soonMs }
      case 'is_down':
        return { posted: 'refused', afterMs: soonMs }
      case 'is_silent':
        return never
    }
  }
}

/** The receiver's, which stands in the URL of its endpoint. */
function numberOf(url: string): number {
  return Number(/^https:\/\/r(\d+)\./.exec(url)?.[1] ?? 0)
}
