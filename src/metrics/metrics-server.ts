/** Serves the metrics at `/metrics`, on a port that only monitoring needs to reach. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Metrics } from './metrics.ts'

type MetricsServer = Readonly<{ port: number; close(): Promise<void> }>

type Address = Readonly<{ host: string; port: number }>

const limits = { headersTimeout: 5_000, requestTimeout: 5_000, maxHeaderSize: 8_192 }
const connectionsMax = 50
const text = 'text/plain; charset=utf-8'

export async function serveMetrics(
  metrics: Pick<Metrics, 'read' | 'contentType'>,
  { host, port }: Address,
): Promise<MetricsServer> {
  const read = shared(metrics.read)
  const server = createServer(limits, (request, response) => void respond(request, response))
  server.maxConnections = connectionsMax

  async function respond({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url?.split('?')[0] !== '/metrics') return send(response, 404, text, 'The metrics are at /metrics.\n')
    if (method !== 'GET' && method !== 'HEAD') return send(response, 405, text, 'Use GET.\n')
    try {
      send(response, 200, metrics.contentType, await read())
    } catch {
      send(response, 500, text, 'The metrics could not be read.\n')
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** However many ask at once, everything is read once. */
function shared(read: () => Promise<string>): () => Promise<string> {
  let reading: Promise<string> | null = null
  return () => {
    reading ??= read().finally(() => {
      reading = null
    })
    return reading
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(body)
}
