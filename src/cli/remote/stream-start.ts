/** Where a stream of events begins. */
import { UsageError } from '../mistakes.ts'
import { readTime } from '../read-time.ts'
import type { GatewayApi } from './gateway-api.ts'
import type { ReceivedEvent } from './received-event.ts'

/** Now, at a time, or after an event. */
export type Since =
  | Readonly<{ kind: 'now' }>
  | Readonly<{ kind: 'time'; atMs: number }>
  | Readonly<{ kind: 'event'; id: string }>

type StreamStart = Readonly<{
  /** The event to continue after; null if there is none yet. */
  after: string | null
  /** The body of that event, if it is wanted as well: no stream can begin before the very first one. */
  first: string | null
}>

type Page = Readonly<{ data: readonly ReceivedEvent[]; has_more: boolean }>

export function readSince(text: string | undefined): Since {
  if (text === undefined) return { kind: 'now' }
  if (/^evt_[0-9a-z]{1,64}$/.test(text)) return { kind: 'event', id: text }
  const atMs = readTime('since', text)
  if (atMs > Date.now()) throw new UsageError('--since must not be in the future')
  return { kind: 'time', atMs }
}

export async function streamStart(api: GatewayApi, since: Since): Promise<StreamStart> {
  if (since.kind === 'event') return { after: since.id, first: null }
  const seconds = since.kind === 'time' ? Math.ceil(since.atMs / 1_000) : undefined
  const { data } = await api.get<Page>('/v1/events', { limit: 1, 'created[lt]': seconds })
  const [event] = data
  if (event !== undefined) return { after: event.id, first: null }
  return since.kind === 'now' ? { after: null, first: null } : streamOfAll(api)
}

/** From the oldest event that the gateway still has. */
export async function streamOfAll(api: GatewayApi): Promise<StreamStart> {
  let oldest: string | undefined
  for (let hasMore = true; hasMore; ) {
    const page: Page = await api.get('/v1/events', { limit: 100, starting_after: oldest })
    oldest = page.data.at(-1)?.id ?? oldest
    hasMore = page.has_more
  }
  if (oldest === undefined) return { after: null, first: null }
  return { after: oldest, first: await api.text(`/v1/events/${oldest}`) }
}
