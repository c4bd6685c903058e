/**
 * A browser without scripts, as far as the hosted page and the sandbox bank's pages need one: it follows redirects and
 * sends forms. It never leaves our own pages, because nothing here follows a link.
 */

export type Visit = (request: Request) => Response | Promise<Response>
export type Page = Readonly<{ url: string; status: number; html: string }>
export type Form = Readonly<{ action: string; inner: string }>

const hopsMax = 6

export class Browser {
  readonly #visit: Visit
  readonly #signal: AbortSignal | null

  constructor(visit: Visit, signal: AbortSignal | null = null) {
    this.#visit = visit
    this.#signal = signal
  }

  open(url: string): Promise<Page> {
    return this.#follow(url, { method: 'GET' })
  }

  post(url: string, fields: Readonly<Record<string, string>>): Promise<Page> {
    return this.#follow(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: new URL(url).origin,
        'sec-fetch-site': 'same-origin',
      },
      body: new URLSearchParams(fields).toString(),
    })
  }

  async #follow(start: string, first: RequestInit): Promise<Page> {
    let [url, init] = [start, first]
    for (let hop = 0; hop < hopsMax; hop++) {
      const response = await this.#visit(
        new Request(url, { ...init, redirect: 'manual', signal: this.#signal }),
      )
      const html = await response.text()
      const location = response.headers.get('location')
      if (location === null) return { url, status: response.status, html }
      url = new URL(location, url).href
      init = { method: 'GET' }
    }
    throw new Error(`${start} redirects without end`)
  }
}

export function formsOf(page: Page): readonly Form[] {
  const [, ...parts] = page.html.split('<form ')
  return parts.map((part) => {
    const tagEnd = part.indexOf('>')
    const action = /\baction="([^"]*)"/.exec(part.slice(0, tagEnd))?.[1] ?? ''
    const [inner = ''] = part.slice(tagEnd + 1).split('</form>', 1)
    return { action: new URL(withoutEntities(action), page.url).href, inner }
  })
}

export function withoutEntities(text: string): string {
  return text.replaceAll('&amp;', '&').replaceAll('&#38;', '&')
}
