/**
 * GET /v1/events/stream: events as they happen, as server-sent events. What this process saves is sent at once, and the
 * table is asked each second for what others have saved.
 */
import { errorName } from '../core/error-name.ts'
import type { StoredEvent } from '../core/public-events.ts'
import type { Gateway } from '../operations/gateway.ts'
import { Bell } from '../operations/webhooks/bell.ts'
import { ulidTime } from '../platform/ids.ts'
import type { Owner } from '../ports/event-storage.ts'

const pollMs = 1_000
/** Proxies close connections on which nothing happens, and a client must notice that the gateway is gone. */
const aliveEveryMs = 15_000
/** Nodes number their events by their own clocks, so one may become visible behind a later one. */
const reorderedMs = 10_000
const pageMax = 100

type StreamStart = Readonly<{
  owner: Owner
  /** What the client has seen last; null: only what happens from now on. */
  after: Pick<StoredEvent, 'id' | 'createdAtMs'> | null
  /** Asked now and then. */
  isPermitted: () => Promise<boolean>
  stopping: AbortSignal
}>

/** Ends when the gateway stops, or when the key is no longer valid. */
export async function* eventStream(
  gateway: Gateway,
  { owner, after, isPermitted, stopping }: StreamStart,
): AsyncGenerator<string, void, void> {
  const { clock, eventListeners } = gateway
  const bell = new Bell(clock)
  const again: StoredEvent[] = []
  const stopListening = eventListeners.listen((events) => {
    again.push(...events.filter((event): event is StoredEvent => isOf(owner, event)))
    bell.ring()
  })
  const unseen = new Unseen(gateway, owner, after)
  let aliveAtMs = clock.monotonicMs()
  try {
    yield 'retry: 1000\n\n'
    while (!stopping.aborted) {
      const events = [...(await unseen.read()), ...again.splice(0)]
      for (const event of events) yield messageOf(event)
      if (events.length > 0) continue
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

/** Only events that are sent again say whose they are. */
function isOf(owner: Owner, event: object): boolean {
  return (
    'merchantId' in event &&
    event.merchantId === owner.merchantId &&
    'mode' in event &&
    event.mode === owner.mode
  )
}

function messageOf({ id, type, body }: StoredEvent): string {
  return `id: ${id}\nevent: ${type}\ndata: ${body}\n\n`
}

/** Smaller than every ID of this time. */
const startOf = (atMs: number): string => `evt_${ulidTime(atMs)}`

/** What has not been sent yet, the oldest first. */
class Unseen {
  readonly #gateway: Gateway
  readonly #owner: Owner
  /** The times of what was sent, as long as it can be read again. */
  readonly #sent = new Map<string, number>()
  readonly #start: string
  #newestMs: number
  #from: string

  /** A client that comes back may get what it has already got shortly before the event that it names. */
  constructor(gateway: Gateway, owner: Owner, after: StreamStart['after']) {
    this.#gateway = gateway
    this.#owner = owner
    this.#newestMs = after?.createdAtMs ?? gateway.clock.nowMs()
    this.#start = startOf(after === null ? this.#newestMs : this.#newestMs - reorderedMs)
    this.#from = this.#start
    if (after !== null) this.#sent.set(after.id, after.createdAtMs)
  }

  /**
   * Nothing while the storage cannot be reached: it is asked again soon. Pages of what was already sent are passed over at
   * once, because a busy gateway saves many of them within the time that is read again.
   */
  async read(): Promise<readonly StoredEvent[]> {
    const { log } = this.#gateway
    try {
      for (;;) {
        const { events, hasMore } = await this.#nextPage()
        const unseen = this.#take(events.toReversed(), hasMore)
        if (unseen.length > 0 || !hasMore) return unseen
      }
    } catch (error) {
      log.debug({ cause: errorName(error) }, 'events could not be read for a stream')
      return []
    }
  }

  #nextPage(): ReturnType<Gateway['storage']['listPublicEvents']> {
    const filters = { type: null, paymentId: null, createdFromMs: null, createdBeforeMs: null }
    const page = { limit: pageMax, startingAfter: null, endingBefore: this.#from }
    return this.#gateway.storage.listPublicEvents({ ...this.#owner, ...page, ...filters })
  }

  #take(events: readonly StoredEvent[], hasMore: boolean): readonly StoredEvent[] {
    const unseen = events.filter(({ id }) => !this.#sent.has(id))
    for (const { id, createdAtMs } of unseen) {
      this.#sent.set(id, createdAtMs)
      this.#newestMs = Math.max(this.#newestMs, createdAtMs)
    }
    const last = events.at(-1)
    if (hasMore && last !== undefined) this.#from = last.id
    else this.#reread()
    return unseen
  }

  #reread(): void {
    const fromMs = this.#newestMs - reorderedMs
    const from = startOf(fromMs)
    this.#from = from > this.#start ? from : this.#start
    for (const [id, createdAtMs] of this.#sent) if (createdAtMs < fromMs) this.#sent.delete(id)
  }
}
