/**
 * GET /v1/events/stream: events as they happen, as server-sent events. What this process saves is sent at once, and the
 * tables are asked each second for what others have saved. What is sent again is a row of its own table, so that the streams
 * of all processes find it in the same way.
 */
import { errorName } from '../core/error-name.ts'
import type { StoredEvent } from '../core/public-events.ts'
import type { Gateway } from '../operations/gateway.ts'
import { Bell } from '../operations/webhooks/bell.ts'
import type { Owner } from '../ports/event-storage.ts'
import type { Resend } from '../ports/sending-storage.ts'
import { reorderedMs, Unseen } from './unseen.ts'

const pollMs = 1_000
/** Proxies close connections on which nothing happens, and a client must notice that the gateway is gone. */
const aliveEveryMs = 15_000
const pageMax = 100

type StreamStart = Readonly<{
  owner: Owner
  /** What the client has seen last; null: only what happens from now on. */
  after: Pick<StoredEvent, 'id' | 'createdAtMs'> | null
  /** Asked now and then. */
  isPermitted: () => Promise<boolean>
  stopping: AbortSignal
}>

/** Has everything that is sent again from the moment on at which it is open, and nothing that was sent again before. */
export async function openEventStream(
  gateway: Gateway,
  start: StreamStart,
): Promise<AsyncGenerator<string, void, void>> {
  const resends = unseenResends(gateway, start.owner)
  await resends.read(async () => [])
  return eventStream(gateway, start, resends)
}

/** Ends when the gateway stops, or when the key is no longer valid. */
async function* eventStream(
  gateway: Gateway,
  { owner, after, isPermitted, stopping }: StreamStart,
  resends: Unseen<Resend>,
): AsyncGenerator<string, void, void> {
  const { clock, eventListeners } = gateway
  const bell = new Bell(clock)
  const stopListening = eventListeners.listen(() => bell.ring())
  const events = unseenEvents(gateway, owner, after)
  const reads = [
    () => events.read(async (found) => found.map(messageOf)),
    () => resends.read((found) => messagesOfResends(gateway, owner, found)),
  ]
  let aliveAtMs = clock.monotonicMs()
  try {
    yield 'retry: 1000\n\n'
    while (!stopping.aborted) {
      let isIdle = true
      for (const read of reads) {
        const messages = await orNothing(gateway, read)
        yield* messages
        if (messages.length > 0) isIdle = false
      }
      if (!isIdle) continue
      if (clock.monotonicMs() - aliveAtMs >= aliveEveryMs) {
        if (!(await isPermitted())) return
        yield ': alive\n\n'
        aliveAtMs = clock.monotonicMs()
      }
      await bell.wait(pollMs, stopping)
    }
  } finally {
    stopListening()
  }
}

/** While the storage cannot be reached: it is asked again soon. */
async function orNothing<T>({ log }: Gateway, read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read()
  } catch (error) {
    log.debug({ cause: errorName(error) }, 'events could not be read for a stream')
    return []
  }
}

function messageOf(event: StoredEvent): string {
  return `id: ${event.id}\n${messageOfResend(event)}`
}

/** Without an ID, so that the place where a client continues after a cut does not move back to an old event. */
function messageOfResend({ type, body }: StoredEvent): string {
  return `event: ${type}\ndata: ${body}\n\n`
}

/** Without those of events that have been removed since. */
async function messagesOfResends(
  { storage }: Gateway,
  owner: Owner,
  resends: readonly Resend[],
): Promise<readonly string[]> {
  const messages: string[] = []
  for (const { eventId } of resends) {
    const event = await storage.findEvent(owner, eventId)
    if (event !== null) messages.push(messageOfResend(event))
  }
  return messages
}

/** A client that comes back may get what it has already got shortly before the event that it names. */
function unseenEvents(
  { storage, clock }: Gateway,
  owner: Owner,
  after: StreamStart['after'],
): Unseen<StoredEvent> {
  const filters = { type: null, paymentId: null, createdFromMs: null, createdBeforeMs: null }
  const page = async (endingBefore: string) => {
    const query = { ...owner, ...filters, limit: pageMax, startingAfter: null, endingBefore }
    const { events, hasMore } = await storage.listPublicEvents(query)
    return { items: events.toReversed(), hasMore }
  }
  const startMs = after === null ? clock.nowMs() : after.createdAtMs - reorderedMs
  return new Unseen({ prefix: 'evt_', page }, startMs, after)
}

function unseenResends({ storage, clock }: Gateway, owner: Owner): Unseen<Resend> {
  const page = async (after: string) => {
    const items = await storage.listResends({ ...owner, after, limit: pageMax })
    return { items, hasMore: items.length === pageMax }
  }
  return new Unseen({ prefix: '', page }, clock.nowMs() - reorderedMs)
}
