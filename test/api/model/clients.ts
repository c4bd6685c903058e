/** The clients of a sequence: who they are, and how they ask. */
import { documentedTestKey } from '../../../src/api/documented-key.ts'
import type { TestApp } from '../../../verification/app/test-app.ts'
import type { ClientName, PaymentChange } from './commands.ts'

export class Clients {
  readonly keys: Readonly<Record<ClientName, string>>
  readonly #app: TestApp

  private constructor(app: TestApp, keys: Readonly<Record<ClientName, string>>) {
    this.#app = app
    this.keys = keys
  }

  static async of(app: TestApp): Promise<Clients> {
    const [a2, b1, live] = [
      await app.newKey('test'),
      await app.newKey('test', 'other'),
      await app.newKey('live'),
    ]
    return new Clients(app, { a1: documentedTestKey, a2, b1, live })
  }

  post(client: ClientName, path: string, body: string, key?: string): Promise<Response> {
    return this.call(client, 'POST', path, body, key === undefined ? {} : { 'idempotency-key': key })
  }

  call(client: ClientName, method: string, path: string, body?: string, headers = {}): Promise<Response> {
    return this.#app.call(method, path, body, { authorization: `Bearer ${this.keys[client]}`, ...headers })
  }
}

/** How a change of a payment is asked for. */
export function requestOf(id: string, change: PaymentChange): [path: string, body: string] {
  if (change.type === 'cancel') return [`/v1/payments/${id}/cancel`, '{}']
  return [`/v1/payments/${id}/refund`, JSON.stringify({ reason: 'model', amount: change.amount })]
}

/** Null for an answer that is no error. */
export async function codeOf(response: Response): Promise<string | null> {
  const body = (await response.json()) as { error?: { code: string } }
  return body.error?.code ?? null
}
