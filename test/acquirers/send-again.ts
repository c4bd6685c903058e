/** Requests that arrive at a stand-in once more, as if the network had doubled them. */
import type { LoggedRequest } from '../../verification/acquirers/stand-in/request-log.ts'
import type { StandIn } from '../../verification/acquirers/stand-in/stand-in-server.ts'

export async function sendAgain(
  standIn: Pick<StandIn, 'url'>,
  { method, path, query, headers, body }: LoggedRequest,
): Promise<void> {
  const { 'content-length': _length, connection: _connection, host: _host, ...others } = headers
  const url = `${standIn.url}${path}?${query}`
  await fetch(url, { method, headers: others, ...(method === 'POST' && { body }) })
}

/** The same adapter, and the operations of it that were used. */
export function noteOperations<Adapter extends object>(
  adapter: Adapter,
): Readonly<{ adapter: Adapter; used: Set<string> }> {
  const used = new Set<string>()
  const noted = Object.entries(adapter).map(([name, value]) => {
    if (typeof value !== 'function') return [name, value]
    return [
      name,
      (...values: unknown[]) => {
        used.add(name)
        return value(...values)
      },
    ]
  })
  return { adapter: Object.fromEntries(noted) as Adapter, used }
}

export function operationsOf(adapter: object): Set<string> {
  return new Set(
    Object.entries(adapter)
      .filter(([, value]) => typeof value === 'function')
      .map(([name]) => name),
  )
}
