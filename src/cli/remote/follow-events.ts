/**
 * Follows the events of a gateway for as long as they are wanted. Whenever the connection is lost, it continues after the
 * last event that was seen, so nothing is missed while the gateway is restarted.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Rejected, UsageError } from '../mistakes.ts'
import { eventMessages } from './event-messages.ts'
import type { GatewayApi } from './gateway-api.ts'
import type { ReceivedEvent } from './received-event.ts'
import { SeenEvents } from './seen-events.ts'
import { type Since, streamOfAll, streamStart } from './stream-start.ts'
import { Watchdog } from './watchdog.ts'

export type Followed =
  /** For the first time. */
  | Readonly<{ kind: 'connected' }>
  /** `body`: as webhook endpoints get it. */
  | Readonly<{ kind: 'event'; event: ReceivedEvent; body: string }>
  | Readonly<{ kind: 'lost' }>
  /**
   * Connected again. `after`: where it continues; null if there was no event before. Incomplete: the gateway no longer has
   * the event that was seen last.
   */
  | Readonly<{ kind: 'back'; awayMs: number; after: string | null; isComplete: boolean }>

export type Waits = Readonly<{
  /** Before another try to connect. */
  reconnectMs: number
  /** Without a sign of life, a connection is given up. */
  silenceMs: number
}>

/** A gateway sends something at least every 15 seconds. */
const usualWaits: Waits = { reconnectMs: 1_000, silenceMs: 40_000 }

/** Rejects if it cannot connect at first, and later if the gateway no longer accepts the key. */
export function followEvents(
  api: GatewayApi,
  since: Since,
  ended: AbortSignal,
  waits: Waits = usualWaits,
): AsyncGenerator<Followed, void, void> {
  return new Following(api, ended, waits).events(since)
}

type Connection = Readonly<{ body: AsyncIterable<Uint8Array>; watchdog: Watchdog }>

class Following {
  readonly #api: GatewayApi
  readonly #ended: AbortSignal
  readonly #waits: Waits
  #seen = new SeenEvents(null)
  /** See `StreamStart`. */
  #first: string | null = null
  #isComplete = true

  constructor(api: GatewayApi, ended: AbortSignal, waits: Waits) {
    this.#api = api
    this.#ended = ended
    this.#waits = waits
  }

  async *events(since: Since): AsyncGenerator<Followed, void, void> {
    const start = await streamStart(this.#api, since)
    this.#seen = new SeenEvents(start.after)
    this.#first = start.first
    let connection: Connection | null = await this.#connect().catch((error: unknown) => {
      throw since.kind === 'event' && isUnknownPlace(error) ? new UsageError(unknownSince) : error
    })
    yield { kind: 'connected' }
    while (connection !== null) {
      yield* this.#read(connection)
      if (this.#ended.aborted) return
      const lostAtMs = performance.now()
      yield { kind: 'lost' }
      const after = this.#seen.last
      connection = await this.#reconnect()
      if (connection === null) return
      yield { kind: 'back', awayMs: performance.now() - lostAtMs, after, isComplete: this.#isComplete }
      this.#isComplete = true
    }
  }

  /** Until the connection is lost. */
  async *#read({ body, watchdog }: Connection): AsyncGenerator<Followed, void, void> {
    if (this.#first !== null) yield received(this.#first)
    this.#first = null
    try {
      // What is sent again on request has no ID.
      for await (const { id, data } of eventMessages(body, () => watchdog.alive()))
        if (id === '' || this.#seen.take(id)) yield received(data)
    } catch (error) {
      if (!watchdog.signal.aborted && !isBroken(error)) throw error
    } finally {
      watchdog.stop()
    }
  }

  async #connect(): Promise<Connection> {
    const watchdog = new Watchdog(this.#waits.silenceMs, this.#ended)
    const { last } = this.#seen
    const headers = { accept: 'text/event-stream', ...(last !== null && { 'last-event-id': last }) }
    try {
      const { body } = await this.#api.open('/v1/events/stream', headers, watchdog.signal)
      return { body: body ?? emptyBody(), watchdog }
    } catch (error) {
      watchdog.stop()
      throw error
    }
  }

  /** As often as it takes. Null if it is no longer wanted. */
  async #reconnect(): Promise<Connection | null> {
    let askedMs = 0
    while (!this.#ended.aborted) {
      await this.#pause(askedMs)
      try {
        if (this.#seen.last === null) await this.#startWithAll()
        return await this.#connect()
      } catch (error) {
        if (isFinal(error)) throw error
        if (isUnknownPlace(error)) this.#forget()
        askedMs = error instanceof Rejected ? (error.retryAfterMs ?? 0) : 0
      }
    }
    return null
  }

  /** Nothing had happened before, so everything is new. */
  async #startWithAll(): Promise<void> {
    const { after, first } = await streamOfAll(this.#api)
    this.#seen = new SeenEvents(after)
    this.#first = first
  }

  /** The gateway has another database, or has removed the event. */
  #forget(): void {
    this.#seen = new SeenEvents(null)
    this.#isComplete = false
  }

  async #pause(askedMs: number): Promise<void> {
    const pauseMs = Math.max(askedMs, this.#waits.reconnectMs)
    await sleep(pauseMs, undefined, { signal: this.#ended }).catch(() => {})
  }
}

function received(body: string): Followed {
  return { kind: 'event', event: JSON.parse(body) as ReceivedEvent, body }
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

/** `fetch` reports a broken connection like this. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError
}

const unknownSince = '--since must be a time, or the ID of an event that this API key can read'

function isUnknownPlace(error: unknown): boolean {
  return error instanceof Rejected && error.code === 'parameter_invalid'
}

const finalCodes = ['invalid_api_key', 'permission_denied', 'resource_missing']

function isFinal(error: unknown): boolean {
  return error instanceof Rejected && finalCodes.includes(error.code ?? '')
}
