/** Something between the gateway and its customers that can change what passes: a proxy, a CDN, an intruder. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { type LocalServer, listenLocally } from '../support/listen-locally.ts'
import type { Certificate } from '../support/own-certificate.ts'

export type Page = { status: number; headers: [name: string, value: string][]; html: string }
export type Change = (page: Page) => void

export type TamperingProxy = LocalServer &
  Readonly<{
    /** What it does to the next pages. */
    change(change: Change | null): void
    /** How it compresses them. */
    compress(encoding: 'gzip' | 'br' | null): void
    /** The headers that the browser has sent last. */
    asked(): Readonly<Record<string, unknown>>
  }>

export async function openTamperingProxy(
  origin: string,
  certificate: Certificate | null = null,
): Promise<TamperingProxy> {
  let change: Change | null = null
  let encoding: 'gzip' | 'br' | null = null
  let asked = {}
  const passOn = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    asked = incoming.headers
    const response = await fetch(`${origin}${incoming.url}`, { redirect: 'manual' })
    const own = [
      'content-encoding',
      'content-length',
      'connection',
      'date',
      'keep-alive',
      'transfer-encoding',
    ]
    const headers = [...response.headers].filter(([name]) => !own.includes(name))
    const page: Page = { status: response.status, headers, html: await response.text() }
    change?.(page)
    const bytes =
      encoding === 'gzip'
        ? gzipSync(page.html)
        : encoding === 'br'
          ? brotliCompressSync(page.html)
          : Buffer.from(page.html)
    if (encoding !== null) page.headers.push(['content-encoding', encoding])
    outgoing.writeHead(page.status, page.headers.flat()).end(bytes)
  }
  // A change that does not fit the page shows in the test, which would otherwise wait.
  const listener: RequestListener = (incoming, outgoing) =>
    void passOn(incoming, outgoing).catch((error) => outgoing.writeHead(500).end(String(error)))
  const server = await listenLocally(listener, certificate)
  return {
    ...server,
    change: (next) => {
      change = next
    },
    compress: (next) => {
      encoding = next
    },
    asked: () => asked,
  }
}
