/** Fetches a page as a browser would when somebody opens the link, and follows no redirect. */
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'

export type ReceivedPage = Readonly<{
  status: number
  /** As they came, with lower-case names. */
  headers: readonly (readonly [name: string, value: string])[]
  html: string
}>

/** Nothing was received that could be compared: one sentence. */
export class PageUnreachable extends Error {
  override name = 'PageUnreachable'
}

export const browserName =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

const headers = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'en-US,en;q=0.9',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'none',
  'sec-fetch-user': '?1',
  'upgrade-insecure-requests': '1',
}

const timeoutMs = 20_000
/** Far above any page of ours. */
const bytesMax = 2 * 1024 * 1024

const decoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  identity: (bytes) => bytes,
  gzip: (bytes) => gunzipSync(bytes, { maxOutputLength: bytesMax }),
  deflate: (bytes) => inflateSync(bytes, { maxOutputLength: bytesMax }),
  br: (bytes) => brotliDecompressSync(bytes, { maxOutputLength: bytesMax }),
  zstd: (bytes) => zstdDecompressSync(bytes, { maxOutputLength: bytesMax }),
}

export async function fetchPage(url: URL, userAgent: string): Promise<ReceivedPage> {
  const response = await respondedTo(url, userAgent)
  const bytes = await bodyOf(response, url)
  const received = []
  for (let i = 0; i < response.rawHeaders.length; i += 2) {
    const [name = '', value = ''] = response.rawHeaders.slice(i, i + 2)
    received.push([name.toLowerCase(), value] as const)
  }
  return { status: response.statusCode ?? 0, headers: received, html: decoded(response, bytes, url) }
}

function respondedTo(url: URL, userAgent: string): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestTls : requestPlain
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent: false,
      headers: { ...headers, 'user-agent': userAgent },
      signal: AbortSignal.timeout(timeoutMs),
    })
    sent.once('response', resolve)
    sent.once('error', (error) => reject(unreachable(url, error)))
    sent.end()
  })
}

async function bodyOf(response: IncomingMessage, url: URL): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > bytesMax) throw new Error(`it has more than ${bytesMax} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw unreachable(url, error)
  }
  return Buffer.concat(chunks)
}

function decoded(response: IncomingMessage, bytes: Buffer, url: URL): string {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? 'identity'
  const decode = decoders[encoding]
  try {
    if (decode === undefined) throw new Error(`it is encoded as ${encoding}, which no browser asked for`)
    return new TextDecoder('utf-8', { fatal: true }).decode(decode(bytes))
  } catch (error) {
    throw unreachable(url, error)
  }
}

const causes: Readonly<Record<string, string>> = {
  ABORT_ERR: `it did not arrive within ${timeoutMs / 1_000} seconds`,
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed',
  ENOTFOUND: 'the host name is unknown',
}

/** Only the origin: with the rest of the address, anyone can open the page. */
function unreachable({ origin }: URL, error: unknown): PageUnreachable {
  const { code = '', message = 'unknown cause' } = error as NodeJS.ErrnoException
  return new PageUnreachable(`The page at ${origin} could not be read: ${causes[code] ?? (code || message)}.`)
}
