/** A merchant with endpoints at a real receiver, and a gateway whose time a test moves. */
import { verifyWebhook, type WebhookEvent } from '../../client/src/flowlix.ts'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import type { WebhookEndpoint } from '../../src/core/webhook/endpoint.ts'
import { WebhookPlaces } from '../../src/worker/webhook-places.ts'
import { openTestApp, session, type TestApp, type TestAppOptions } from '../../verification/app/test-app.ts'
import { secret } from '../client/webhooks/example.ts'
import { openReceiver, type Received, type Receiver } from './receiver.ts'
import { loopback } from './sending.ts'

export type Shop = Readonly<{
  gateway: TestApp
  receiver: Receiver
  /** How it responds from now on. */
  respond(status: number | ((received: Received) => number | null), headers?: Record<string, string>): void
  addEndpoint(changes?: Partial<WebhookEndpoint>): Promise<string>
  endpoint(id: string): Promise<WebhookEndpoint | null>
  /** An event: a session that its merchant cancels. Returns the payment's ID. */
  cancel(more?: object): Promise<string>
  /** Sends what is due, until nothing is. */
  deliver(): Promise<void>
  /** Sends what may be sent at once, and returns how much that is. */
  begin(): Promise<number>
  /** Lets time pass and then sends. */
  deliverIn(durationMs: number): Promise<void>
  /** The events that have arrived, each verified with the secret at the gateway's time. */
  events(secret?: string): Promise<readonly WebhookEvent[]>
  close(): Promise<void>
}>

/** As it runs in production, but for the receiver, which is on this machine. */
export const production: TestAppOptions = {
  isSandbox: false,
  createDatabase: 'production',
  webhooks: { allowedNetworks: loopback, proxy: null },
  encryptionKeys: [new Uint8Array(32).fill(7)],
}

export async function openShop(options: TestAppOptions = {}): Promise<Shop> {
  const gateway = await openTestApp(options)
  const key = options.isSandbox === false ? await gateway.newKey('test') : documentedTestKey
  let status: number | ((received: Received) => number | null) = 204
  let headers: Record<string, string> = {}
  const receiver = await openReceiver((response, received) => {
    const chosen = typeof status === 'number' ? status : status(received)
    if (chosen !== null) response.writeHead(chosen, headers).end('what the receiver says')
  })
  const { storage, secrets } = gateway.app.gateway
  const { merchantId } = gateway
  const owner = { merchantId, mode: 'test' } as const
  const places = new WebhookPlaces(gateway.app.gateway, new AbortController().signal, () => {})
  let added = 0
  const authorization = { authorization: `Bearer ${key}` }
  const deliver = async (): Promise<void> => {
    while ((await places.fill()) > 0) await places.emptied()
  }
  return {
    gateway,
    receiver,
    respond: (next, nextHeaders = {}) => {
      status = next
      headers = nextHeaders
    },
    addEndpoint: async (changes = {}) => {
      const id = `we_${++added}`
      if (secrets === null) throw new Error('no key')
      await storage.addEndpoint(
        {
          ...owner,
          id,
          url: `http://127.0.0.1:${receiver.port}/webhooks`,
          events: 'all',
          description: null,
          secret: secrets.seal(secret, id),
          ...{ previousSecret: null, previousSecretUntilMs: null },
          ...{ disabledAtMs: null, disabledReason: null },
          ...{ failingSinceMs: null, lastSuccessAtMs: null },
          createdAtMs: gateway.clock.nowMs(),
          deletedAtMs: null,
          version: 1,
          ...changes,
        },
        1_000,
        null,
      )
      return id
    },
    endpoint: (id) => storage.findEndpoint(owner, id),
    cancel: async (more = {}) => {
      const created = await gateway.call('POST', '/v1/payments/hpp', { ...session, ...more }, authorization)
      const { id } = (await created.json()) as { id: string }
      await gateway.call('POST', `/v1/payments/${id}/cancel`, undefined, authorization)
      return id
    },
    deliver,
    begin: async () => {
      const begun = await places.fill()
      await places.emptied()
      return begun
    },
    deliverIn: async (durationMs) => {
      await gateway.clock.advance(durationMs)
      await deliver()
    },
    events: (known = secret) =>
      Promise.all(
        receiver.received.map(({ body, headers: received }) =>
          verifyWebhook({
            payload: body,
            headers: received,
            secret: known,
            now: () => Number(received['webhook-timestamp']) * 1_000,
          }),
        ),
      ),
    close: async () => {
      await receiver.close()
      await gateway.close()
    },
  }
}
