/** Where the issuer sends the browser after a challenge: a page on this machine that keeps the fields of the return. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const bodyBytesMax = 64_000
const text = 'You can close this page. The check continues.\n'

export class ReturnPage {
  readonly #server: Server
  #fields: ReadonlyMap<string, string> | null = null

  private constructor(server: Server) {
    this.#server = server
  }

  static async open(): Promise<ReturnPage> {
    const server = createServer((request, response) => {
      void page.#keep(request).finally(() => {
        response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
      })
    })
    const page = new ReturnPage(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return page
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/return`
  }

  /** The fields that the adapter wants; null while nobody has come back. */
  returned(names: readonly string[]): Readonly<Record<string, string>> | null {
    if (this.#fields === null) return null
    return Object.fromEntries([...this.#fields].filter(([name]) => names.includes(name)))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #keep(request: IncomingMessage): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    // Browsers ask for an icon as well.
    if (pathname !== '/return') return
    const form = new URLSearchParams(request.method === 'POST' ? await bodyOf(request) : '')
    this.#fields = new Map([...searchParams, ...form])
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) {
    body += chunk
    if (body.length > bodyBytesMax) return ''
  }
  return body
}
