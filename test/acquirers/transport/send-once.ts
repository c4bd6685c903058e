/** Sends a payment's request to a server of a test. */
import type { Outcome } from '../../../src/acquirers/transport/outcome.ts'
import { createTransport, type TransportOptions } from '../../../src/acquirers/transport/transport.ts'

type Sending = Partial<TransportOptions> &
  Readonly<{ deadlineMs?: number; signal?: AbortSignal; path?: string; headers?: Record<string, string> }>

/** The origin is allowed unless others are named. */
export async function sendOnce(origin: string, sending: Sending = {}): Promise<Outcome> {
  const { origins = [origin], proxy = null, trusted, deadlineMs = 10_000, path = '/payments' } = sending
  const transport = createTransport({ origins, proxy, ...(trusted !== undefined && { trusted }) })
  const exchange = transport.exchange({ deadlineMs, signal: sending.signal ?? new AbortController().signal })
  return await exchange.send({
    method: 'POST',
    url: `${origin}${path}`,
    headers: { 'content-type': 'application/json', ...sending.headers },
    body: '{"amount":1250}',
  })
}
