/**
 * A paying customer without a browser: opens the hosted page, posts its form, answers the bank's challenge, and goes
 * where each page sends the browser. Every call throws when the gateway dies meanwhile.
 */

export type ChallengeChoice = 'pass' | 'fail' | 'cancel'

type Page = Readonly<{ url: string; status: number; html: string }>
type Form = Readonly<{ action: string; inner: string }>

const hopsMax = 6
const bankAddress = /(?:https?:\/\/[^"'\s<>]+)?\/sandbox\/bank\/challenge\/[^"'\s<>&]+/

/** American Express prints four digits. */
export function testCode(pan: string): string {
  return pan.startsWith('3') ? '1234' : '123'
}

export class Customer {
  readonly #pageUrl: string
  readonly #signal: AbortSignal

  constructor(gatewayUrl: string, paymentId: string, signal: AbortSignal) {
    this.#pageUrl = `${gatewayUrl}/hpp/${paymentId}`
    this.#signal = signal
  }

  /** Presses "pay" so many times at once. False when the page asks for no card. */
  async pay(pan: string, presses: number, cvc = testCode(pan)): Promise<boolean> {
    const page = await this.#open(this.#pageUrl)
    const form = formsOf(page).find(({ inner }) => inner.includes('name="number"'))
    if (form === undefined) return false
    const fields: Record<string, string> = {
      number: pan,
      expiry: '12 / 40',
      cvc,
      name: 'Robin Berg',
    }
    if (form.inner.includes('name="email"')) fields.email = 'robin@example.com'
    await Promise.all(Array.from({ length: presses }, () => this.#post(form.action, fields)))
    return true
  }

  /** Answers the bank if it asks, or comes back from it if that was answered already. False when it does not ask. */
  async answerChallenge(choice: ChallengeChoice): Promise<boolean> {
    const page = await this.#open(this.#pageUrl)
    const address = bankAddress.exec(page.html)?.[0]
    if (address === undefined) return false
    const bankUrl = new URL(withoutEntities(address), page.url).href
    const asked = await this.#open(bankUrl)
    const isAsking = asked.html.includes('name="outcome"')
    const answered = isAsking ? await this.#post(bankUrl, { code: '123456', outcome: choice }) : asked
    const back = /(?:url=|href=")([^"]*\/3ds\/return[^"]*)"/.exec(answered.html)?.[1]
    if (back !== undefined) await this.#open(withoutEntities(back))
    return true
  }

  /** Presses "cancel and return". */
  async abandon(): Promise<void> {
    const page = await this.#open(this.#pageUrl)
    const form = formsOf(page).find(({ action }) => action.includes('/cancel/'))
    if (form !== undefined) await this.#post(form.action, {})
  }

  #open(url: string): Promise<Page> {
    return this.#follow(url, { method: 'GET' })
  }

  #post(url: string, fields: Readonly<Record<string, string>>): Promise<Page> {
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
    let url = start
    let request = first
    for (let hop = 0; hop < hopsMax; hop++) {
      const response = await fetch(url, { ...request, redirect: 'manual', signal: this.#signal })
      const html = await response.text()
      const location = response.headers.get('location')
      if (location === null) return { url, status: response.status, html }
      url = new URL(location, url).href
      request = { method: 'GET' }
    }
    throw new Error(`${start} redirects without end`)
  }
}

function formsOf(page: Page): Form[] {
  return [...page.html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', inner = '']) => {
    const action = /\baction="([^"]*)"/.exec(attributes)?.[1] ?? ''
    return { action: new URL(withoutEntities(action), page.url).href, inner }
  })
}

function withoutEntities(text: string): string {
  return text.replaceAll('&amp;', '&').replaceAll('&#38;', '&')
}
