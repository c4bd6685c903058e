/** A gateway behind its real server, at two https origins, and payments in every state. */

import { documentedTestKey } from '../../../src/api/documented-key.ts'
import { iconPng } from '../../../src/payment-page/icon.ts'
import { issuerUrls } from '../../../src/payment-page/issuer-urls.ts'
import { parseNetwork } from '../../../src/platform/ip-address.ts'
import { session } from '../../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../../api/listening-app.ts'
import { RawConnection } from '../../api/raw-connection.ts'
import { createAcquirer } from '../../support/live-acquirer.ts'
import { defaultThrottles } from '../../throttles/limited-app.ts'

export type Answer = Readonly<{
  method: string
  path: string
  status: number
  headers: readonly (readonly [name: string, value: string])[]
  body: string
}>

const origins = { apiUrl: 'https://api.example.com', payUrl: 'https://pay.example.com' }
const times = { sessionLifeMs: 86_400_000, authorizeTimeoutMs: 3_000, inquiryTimeoutMs: 2_000 }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
export const unknownId = 'pay_00000000-0000-0000-0000-000000000000'

/** Test cards, by what becomes of them. */
export const cards = {
  approved: '4242424242424242',
  declined: '4000000000000002',
  challenged: '4635440000002223',
  /** Challenged by a link instead of a form. */
  linked: '4000008400001629',
  unanswered: '4000000000000259',
}

export function strange(path: string, header = ''): string {
  return `GET ${path} HTTP/1.1\r\nHost: a\r\n${header}\r\n`
}

export class World {
  readonly server: ListeningApp
  readonly withKey = { authorization: `Bearer ${documentedTestKey}` }
  readonly #liveKey: string

  private constructor(server: ListeningApp, liveKey: string) {
    this.server = server
    this.#liveKey = liveKey
  }

  static async open(): Promise<World> {
    const server = await openListeningApp(
      {
        ...origins,
        liveAcquirers: [createAcquirer()],
        throttles: defaultThrottles,
        settings: { ...times, attemptsMax: 2 },
      },
      { ...origins, trustedProxies: [parseNetwork('127.0.0.1') ?? []].flat() },
    )
    return new World(server, await server.app.newKey('live'))
  }

  close(): Promise<void> {
    return this.server.close()
  }

  async ask(method: string, path: string, init: Omit<RequestInit, 'method'> = {}): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.server.port}${path}`, {
      method,
      redirect: 'manual',
      ...init,
    })
    const body = await response.text()
    return { method, path, status: response.status, headers: [...response.headers], body }
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path)
  }

  /** As a browser sends a form; `headers` as a trusted proxy adds them. */
  post(path: string, fields: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask('POST', path, { headers: { ...form, origin: origins.payUrl, ...headers }, body: fields })
  }

  /** To the API; a body is sent as JSON. */
  call(method: string, path: string, body?: object, key = documentedTestKey): Promise<Answer> {
    const authorization = `Bearer ${key}`
    if (body === undefined) return this.ask(method, path, { headers: { authorization } })
    const headers = { authorization, 'content-type': 'application/json' }
    return this.ask(method, path, { headers, body: JSON.stringify(body) })
  }

  /** Bytes that no client would send. */
  async send(bytes: string): Promise<Answer> {
    const connection = await RawConnection.open(this.server.port)
    const { status, headers, body } = await connection.send(bytes).endSending().lastAnswer()
    return { method: '', path: '', status, headers: Object.entries(headers), body }
  }

  /** The same request from one address until it is refused. */
  async untilRefused(headers: Readonly<Record<string, string>>, path: string): Promise<Answer> {
    const from = { ...headers, 'x-forwarded-for': '203.0.113.9' }
    for (let i = 0; i < 100; i++) {
      const answer = await this.ask('GET', path, { headers: from })
      if (answer.status === 429) return answer
    }
    throw new Error(`${path} is never refused`)
  }

  /** With an accent color and a logo for as long as `ask` takes; it gets the logo's hash. */
  async look(ask: (hash: string) => Promise<Answer>): Promise<Answer> {
    const { app, merchantId } = this.server.app
    const set = (own: Parameters<typeof app.storage.updateMerchant>[1]) =>
      app.storage.updateMerchant(merchantId, own)
    const hash = '00112233445566778899aabbccddeeff'
    const logo = { hash, type: 'image/png', width: 32, height: 32, bytes: iconPng } as const
    await set({ accentColor: '#0a7d4b', logo })
    const answer = await ask(hash)
    await set({ accentColor: null, logo: null })
    return answer
  }

  /** An open payment that cannot be read any more. */
  async failing(): Promise<string> {
    const id = await this.newPayment()
    const { gateway, storage } = this.server.app.app
    const findPayment = () => Promise.reject(new Error('fault'))
    Object.assign(gateway, { storage: { ...storage, findPayment } })
    return id
  }

  async withoutStorage(): Promise<string> {
    const id = await this.newPayment()
    const { gateway, storage } = this.server.app.app
    Object.assign(gateway, { storage })
    await storage.close()
    return id
  }

  async newPayment(mode: 'test' | 'live' = 'test'): Promise<string> {
    const key = mode === 'test' ? documentedTestKey : this.#liveKey
    const { body } = await this.call('POST', '/v1/payments/hpp', session, key)
    return (JSON.parse(body) as { id: string }).id
  }

  /** An address that the issuer of a challenge is given. */
  async issuerPath(name: 'returnUrl' | 'methodNotificationUrl'): Promise<string> {
    const id = await this.newPayment()
    const key = Buffer.from(await this.server.app.app.storage.installationSecret('links'), 'hex')
    return issuerUrls('', key, { id }, 1)[name]
  }

  async actionOf(id: string, kind: 'pay' | 'cancel'): Promise<string> {
    const { body } = await this.get(kind === 'pay' ? `/hpp/${id}` : `/hpp/${id}/cancel`)
    return new RegExp(`action="(/hpp/[^"]+/${kind}/[^"]+)"`).exec(body)?.[1] ?? ''
  }

  /** A test payment that this test card was used for, once or until it ended. */
  async paymentWith(pan: string, times = 1): Promise<string> {
    const id = await this.newPayment()
    for (let i = 0; i < times; i++) await this.post(await this.actionOf(id, 'pay'), `test_card=${pan}`)
    return id
  }

  /** A test payment whose bank has not answered for as long as a form waits. */
  async waiting(): Promise<string> {
    const id = await this.newPayment()
    const posted = this.post(await this.actionOf(id, 'pay'), `test_card=${cards.unanswered}`)
    const passing = new AbortController()
    const timePasses = async (): Promise<void> => {
      while (!passing.signal.aborted) await this.server.app.clock.advance(1_000)
    }
    await Promise.all([posted.finally(() => passing.abort()), timePasses()])
    return id
  }

  async expired(): Promise<string> {
    const id = await this.newPayment()
    await this.call('POST', `/sandbox/v1/payments/${id}/expire`)
    return id
  }

  async canceled(): Promise<string> {
    const id = await this.newPayment()
    await this.call('POST', `/v1/payments/${id}/cancel`)
    return id
  }
}
