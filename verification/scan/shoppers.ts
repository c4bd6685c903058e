/** Sends marked cards through the gateway in every way that there is, right and wrong, and keeps what it answers. */
import { appendFileSync } from 'node:fs'
import { patienceMs } from '../crash/until.ts'
import { sandboxKey } from '../gateway-process.ts'
import type { MarkedCard } from './marks.ts'

export class Shoppers {
  readonly #url: string
  readonly #answersFile: string
  requests = 0

  constructor(gatewayUrl: string, answersFile: string) {
    this.#url = gatewayUrl
    this.#answersFile = answersFile
  }

  /** Through the hosted page; the approved ones are refunded. */
  async payOnPage(card: MarkedCard): Promise<void> {
    const id = await this.#createSession()
    const page = await this.#send('GET', `/hpp/${id}`)
    const action = /<form\b[^>]*\baction="([^"]*)"[^>]*>(?:(?!<\/form>).)*name="number"/s.exec(page)?.[1]
    if (action === undefined) throw new Error('the page has no card form')
    const good = {
      number: grouped(card.pan),
      expiry: '12 / 40',
      cvc: card.cvc,
      name: 'Robin Berg',
      email: 'robin@example.com',
    }
    // First as people get it wrong: what is shown again must not show the card.
    await this.#post(action, { ...good, expiry: '13 / 40' })
    await this.#post(action, { ...good, name: card.pan })
    await this.#post(action, { ...good, name: card.cvc, email: 'nobody' })
    await this.#post(action, { ...good, expiry: card.pan, cvc: `${card.cvc}9` })
    await this.#post(action, { ...good, unknown: card.pan })
    await this.#post(`${action}?number=${card.pan}&cvc=${card.cvc}`, good)
    await this.#post(action, good)
    await this.#refund(id)
  }

  async payDirectly(card: MarkedCard): Promise<void> {
    const answer = await this.#api('POST', '/v1/payments', directBody(card))
    const { id } = JSON.parse(answer) as { id?: string }
    if (id === undefined) throw new Error(`a direct payment was refused: ${answer}`)
    await this.#api('GET', `/v1/payments/${id}`)
    await this.#refund(id)
  }

  /** Card data where none belongs. */
  async misplace({ pan, cvc }: MarkedCard): Promise<void> {
    const whole = JSON.stringify(directBody({ pan, cvc }))
    const card = { number: pan, cvc }
    const session = { amount: 2_500, currency: 'eur', redirect_url: 'https://shop.example.com/done' }
    const bodies: readonly unknown[] = [
      whole.slice(0, -2),
      whole.replace('"number":', '"number":"1","number":'),
      `${whole}${whole}`,
      { ...JSON.parse(whole), card: { ...card, number: Number(pan), cvc: Number(cvc) } },
      { ...JSON.parse(whole), card: { ...card, exp_month: pan, exp_year: cvc } },
      { ...JSON.parse(whole), amount: pan },
      { ...JSON.parse(whole), currency: pan },
      { ...session, card },
      { ...session, number: pan, cvc },
      { ...session, amount: Number(pan) },
      { ...session, redirect_url: pan },
      [card],
      pan,
      JSON.stringify(pan),
    ]
    for (const body of bodies) {
      for (const path of ['/v1/payments', '/v1/payments/hpp']) await this.#api('POST', path, body)
    }
    const form = new URLSearchParams({ number: pan, cvc }).toString()
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      `text/${pan}`,
      'multipart/form-data',
    ]) {
      await this.#api('POST', '/v1/payments', form, { 'content-type': type })
      await this.#api('POST', '/v1/payments', whole, { 'content-type': type })
    }
    const query = `?number=${pan}&cvc=${cvc}`
    for (const path of [
      '/v1/payments',
      `/v1/payments/${pan}`,
      '/v1/payments/hpp',
      `/hpp/${pan}`,
      `/${pan}`,
    ]) {
      await this.#api('GET', path + query)
      await this.#api('POST', path + query, whole)
    }
    await this.#api('GET', `/v1/payments?starting_after=${pan}&limit=${pan}&status=${cvc}`)
    await this.#api('GET', '/v1/payments', undefined, { authorization: `Bearer ${pan}` })
    const headers = {
      'user-agent': pan,
      referer: `https://shop.example.com/${query}`,
      cookie: `cvc=${cvc}; pan=${pan}`,
    }
    await this.#api('GET', '/v1/payments', undefined, headers)
    await this.#api('POST', '/v1/payments', whole, { origin: `https://${pan}.example.com` })
  }

  async #refund(id: string): Promise<void> {
    await this.#api('POST', `/v1/payments/${id}/refund`, { amount: 100, reason: 'requested_by_customer' })
  }

  async #createSession(): Promise<string> {
    const body = { amount: 2_500, currency: 'eur', redirect_url: 'https://shop.example.com/done' }
    return (JSON.parse(await this.#api('POST', '/v1/payments/hpp', body)) as { id: string }).id
  }

  #post(action: string, fields: Readonly<Record<string, string>>): Promise<string> {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      origin: this.#url,
      'sec-fetch-site': 'same-origin',
    }
    return this.#send(
      'POST',
      action.replaceAll('&amp;', '&'),
      new URLSearchParams(fields).toString(),
      headers,
    )
  }

  #api(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const all = { authorization: `Bearer ${sandboxKey}`, 'content-type': 'application/json', ...headers }
    return this.#send(method, path, text, all)
  }

  async #send(method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}) {
    this.requests += 1
    const url = new URL(path, this.#url)
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      ...(body === undefined || method === 'GET' ? {} : { body }),
    })
    const text = await response.text()
    const answered = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
    appendFileSync(this.#answersFile, `${response.status}\n${answered}\n\n${text}\n`)
    return text
  }
}

function directBody({ pan, cvc }: MarkedCard) {
  const card = { number: pan, exp_month: 12, exp_year: 2040, cvc, holder_name: 'Robin Berg' }
  return { amount: 2_500, currency: 'eur', card }
}

function grouped(pan: string): string {
  return pan.match(/.{1,4}/g)?.join(' ') ?? pan
}
