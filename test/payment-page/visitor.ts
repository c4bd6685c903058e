/** Opens and pays payments by requests as a browser without scripts sends them. */
import { session, type TestApp } from '../../verification/app/test-app.ts'

export type FormFields = Readonly<Record<string, string>>
type Headers = Readonly<Record<string, string>>

export const card: FormFields = {
  number: '4242 4242 4242 4242',
  expiry: '12/30',
  cvc: '123',
  name: 'Alex',
  email: 'a@b.co',
}

/** Where each form is. */
const formPages = { pay: '', extend: '', cancel: '/cancel', continue: '/authenticate' } as const

export class Visitor {
  readonly #app: TestApp
  readonly #request: TestApp['request']

  /** `address`: where the visitor is; without one, limits by address are off. */
  constructor(app: TestApp, address: string | null = null) {
    this.#app = app
    this.#request = address === null ? app.request : (path, init) => app.requestFrom(address, path, init)
  }

  async newPayment(terms: object = session): Promise<string> {
    const answer = await this.#app.call('POST', '/v1/payments/hpp', terms)
    return ((await answer.json()) as { id: string }).id
  }

  /** As the merchant's server reads it. */
  async read(id: string): Promise<Readonly<{ status: string; decline_code: string | null }>> {
    const answer = await this.#app.call('GET', `/v1/payments/${id}`)
    return (await answer.json()) as { status: string; decline_code: string | null }
  }

  async html(path: string, headers: Headers = {}): Promise<string> {
    return (await this.#request(path, { headers })).text()
  }

  /** The form's address, new at each call. */
  async actionOf(id: string, form: keyof typeof formPages): Promise<string> {
    const html = await this.html(`/hpp/${id}${formPages[form]}`)
    const action = new RegExp(`action="([^"]*/${form}/[^"]*)"`).exec(html)?.[1]
    if (action === undefined) throw new Error(`the page of ${id} has no ${form} form`)
    return action
  }

  post(path: string, fields: FormFields | string = '', headers: Headers = {}): Promise<Response> {
    const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString()
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    return this.#request(path, { method: 'POST', body, headers: { ...type, ...headers } })
  }

  async pay(id: string, fields: FormFields = card, headers: Headers = {}): Promise<Response> {
    return this.post(await this.actionOf(id, 'pay'), fields, headers)
  }

  async payWith(id: string, pan: string, headers: Headers = {}): Promise<Response> {
    return this.pay(id, { ...card, number: pan }, headers)
  }

  async leave(id: string): Promise<Response> {
    return this.post(await this.actionOf(id, 'cancel'))
  }
}
