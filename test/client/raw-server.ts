/** A bare server whose answers a test writes one by one, for what the real gateway does only on its worst day. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Seen = Readonly<{
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}>
type Step = (response: ServerResponse) => void

export type RawServer = Readonly<{ url: string; seen: Seen[]; close(): Promise<void> }>

/** The last step answers every further request, too. */
export async function openRawServer(steps: readonly Step[]): Promise<RawServer> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const step = steps[Math.min(seen.length, steps.length - 1)]
    seen.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    })
    step?.(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const hang: Step = () => {}

/** Half an answer, then the line breaks. */
export const breakOff: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"id":"pay_')
  setImmediate(() => response.destroy())
}

export const hangUp: Step = (response) => {
  response.destroy()
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Step {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

export const payment = { id: 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012', object: 'payment', amount: 2500 }

export function error(code: string, message = 'No.') {
  const requestId = 'req_3v9k2m5x8q1t7w4z6y0b1c2d'
  return { error: { type: 'api_error', code, message, param: null, doc_url: '', request_id: requestId } }
}
