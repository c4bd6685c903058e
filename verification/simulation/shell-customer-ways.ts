/** A customer's browser: reads the real page, sends its forms, follows what it is told. */
import type { MethodCompletion } from '../../src/core/attempt/answers.ts'
import type { Clients } from './client.ts'
import { type HttpRequest, type HttpResponse, origin } from './http.ts'
import { CustomerCards } from './tried-cards.ts'
import {
  type CardPlan,
  type CustomerWays,
  type Form,
  holderName,
  type MethodPage,
  type Seen,
} from './ways.ts'

/** The page's words for a payment that has ended, in the contract's. */
const endings: Readonly<Record<string, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  abandoned: 'failed',
  expired: 'expired',
  canceled: 'canceled',
}

export class ShellCustomerWays implements CustomerWays {
  readonly #clients: Clients
  readonly #cards: CustomerCards

  constructor(clients: Clients) {
    this.#clients = clients
    this.#cards = new CustomerCards(clients.world)
  }

  async look(paymentId: string): Promise<Seen | null> {
    const reply = await this.#get('look', `/hpp/${paymentId}/status`)
    if (reply === null) return null
    const { state } = JSON.parse(reply.response.text) as { state: string }
    if (state === 'not_found') {
      this.#clients.miss(paymentId)
      return null
    }
    const ending = endings[state]
    this.#clients.hear(paymentId, ending ?? 'pending', reply.askedAtMs)
    if (ending !== undefined) return { kind: 'ended', status: ending }
    return state === 'processing' ? { kind: 'processing' } : this.#read(paymentId)
  }

  async pay(form: Form, plan: CardPlan): Promise<void> {
    if (form.payPath === null) return
    const name = holderName(plan, form.number)
    const fields = {
      number: this.#cards.pick(),
      expiry: '12 / 31',
      cvc: '123',
      name,
      email: 'a@b.example',
    }
    await this.#post(`submit ${form.number} (${plan})`, form.payPath, new URLSearchParams(fields).toString())
  }

  async leave(form: Form): Promise<void> {
    if (form.leavePath !== null) await this.#post('leave', form.leavePath, '')
  }

  async extend({ extendPath }: Form, extension: number): Promise<void> {
    if (extendPath !== null) await this.#post(`extend (${extension})`, extendPath, `extension=${extension}`)
  }

  async comeBack(_form: Form, returnTo: string, token: string): Promise<void> {
    const { pathname, search } = new URL(returnTo)
    await this.#get('come back', `${pathname}${search}&token=${token}`)
  }

  async endMethod(page: MethodPage, completion: MethodCompletion): Promise<void> {
    if (completion === 'Y') await this.#notify(page.notifiedPath)
    else await this.#post(`go on (${completion})`, page.continuePath, `method=${completion}`)
  }

  /** As the issuer's page does it, in its frame. */
  async #notify(path: string): Promise<void> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    await this.#send('the method ends', { method: 'POST', path, headers, body: 'threeDSMethodData=e30' })
  }

  async #read(paymentId: string): Promise<Seen | null> {
    const reply = await this.#get('open the page', `/hpp/${paymentId}`)
    if (reply === null) return null
    const html = reply.response.text
    const form = await this.#formOf(paymentId, html)
    if (form === null) return { kind: 'processing' }
    if (form.payPath !== null) {
      const extension = /name="extension" value="(\d+)"/.exec(html)?.[1]
      return { kind: 'open', form, nextExtension: extension === undefined ? null : Number(extension) }
    }
    const returnTo = /href="([^"]+\/3ds\/return[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    if (returnTo === undefined) return { kind: 'processing' }
    return this.#readHandOff(form, returnTo, `/hpp/${paymentId}/authenticate`)
  }

  /** On the way to the issuer: a link, a form, or its method in a hidden frame. */
  async #readHandOff(form: Form, returnTo: string, path: string): Promise<Seen | null> {
    const reply = await this.#get('go to the issuer', path)
    if (reply === null) return null
    const html = reply.response.text
    const reference = /(?:href|action)="https:\/\/bank\.example\/(s1[^"]+)"/.exec(html)?.[1]
    if (reference !== undefined) return { kind: 'challenge', form, reference, returnTo }
    const continuePath = /action="([^"]+\/continue\/[^"]+)"/.exec(html)?.[1]
    const data = /name="threeDSMethodData" value="([^"]+)"/.exec(html)?.[1]
    if (continuePath === undefined || data === undefined) return { kind: 'processing' }
    const { threeDSMethodNotificationURL: url } = JSON.parse(Buffer.from(data, 'base64url').toString())
    const { pathname, search } = new URL(url)
    return { kind: 'method', form, continuePath, notifiedPath: pathname + search }
  }

  async #formOf(paymentId: string, html: string): Promise<Form | null> {
    const payPath = /action="([^"]+\/pay\/[^"]+)"/.exec(html)?.[1] ?? null
    const leavePath =
      payPath?.replace('/pay/', '/cancel/') ?? /href="([^"]+\/cancel\/[^"]+)"/.exec(html)?.[1] ?? null
    const extendPath = /action="([^"]+\/extend\/[^"]+)"/.exec(html)?.[1] ?? null
    const token = (payPath ?? leavePath)?.split('/').at(-1)
    const number = token === undefined ? null : this.#clients.attemptOf(paymentId, token)
    return number === null ? null : { paymentId, number, payPath, leavePath, extendPath }
  }

  #get(name: string, path: string) {
    return this.#send(name, { method: 'GET', path, headers: {}, body: null })
  }

  #post(name: string, path: string, body: string) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin }
    return this.#send(name, { method: 'POST', path, headers, body, from: this.#cards.address() })
  }

  /** Null when there was no usable answer. */
  async #send(
    name: string,
    request: HttpRequest,
  ): Promise<{ response: HttpResponse; askedAtMs: number } | null> {
    const reply = await this.#clients.fetch(name, request)
    return reply.kind === 'answered' ? { response: reply.value, askedAtMs: reply.askedAtMs } : null
  }
}
