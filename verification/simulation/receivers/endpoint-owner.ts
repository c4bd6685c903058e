/** The shops' developers: they add endpoints, change them while deliveries run, and ask for what was missed. */
import { publicEventTypes } from '../../../src/core/public-events.ts'
import type { WebhookEndpoint } from '../../../src/core/webhook/endpoint.ts'
import type { Gateway } from '../../../src/operations/gateway.ts'
import {
  createEndpoint,
  enableEndpoint,
  type Managed,
  rollSecret,
  stopEndpoint,
  updateEndpoint,
} from '../../../src/operations/webhooks/manage-endpoint.ts'
import { recoverDeliveries, resendEvent, sendTest } from '../../../src/operations/webhooks/send-again.ts'
import type { Owner } from '../../../src/ports/event-storage.ts'
import type { Clients } from '../client.ts'
import { merchantId } from '../parties.ts'
import type { DeliveryBook } from './delivery-book.ts'
import type { ReceiverFaults } from './receiver-faults.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const dayMs = 24 * 60 * minuteMs
const owner: Owner = { merchantId, mode: 'test' }
/** No payment is made in this mode. */
const otherOwner: Owner = { merchantId, mode: 'live' }
const silent = () => ({ response: null, record: null })

type Act = (gateway: Gateway, endpoint: WebhookEndpoint) => Promise<unknown>

export class EndpointOwner {
  readonly #clients: Clients
  readonly #book: DeliveryBook
  readonly #faults: ReceiverFaults
  #urls = 0

  constructor(clients: Clients, book: DeliveryBook, faults: ReceiverFaults) {
    this.#clients = clients
    this.#book = book
    this.#faults = faults
  }

  moveIn(): void {
    const { random, kernel } = this.#clients.world
    const { changes, changesPerDay, troubleMs } = this.#faults
    const first = random.between(1, 3)
    for (let i = 0; i < first; i++) void this.#add(owner, random.between(0, minuteMs))
    if (random.chance(0.3)) void this.#add(owner, random.between(0, 20 * minuteMs))
    if (random.chance(0.3)) void this.#add(otherOwner, 0)
    const later = Math.floor((changesPerDay * troubleMs) / dayMs)
    const times = [
      ...Array.from({ length: changes }, () => random.between(0, 30 * minuteMs)),
      ...Array.from({ length: later }, () => random.between(0, troubleMs)),
    ]
    for (const inMs of times) {
      void kernel.wait(inMs, 'a developer changes something').then(() => this.#changeSomething())
    }
  }

  /** Whatever was missed is asked for, at endpoints that are enabled. */
  async settle(): Promise<void> {
    for (const endpoint of await this.#endpoints()) {
      await this.#insist('enable', (gateway) => enableEndpoint(gateway, endpoint, silent))
      await this.#insist('recover', (gateway) => recover(gateway, endpoint.id))
    }
  }

  async #add(of: Owner, inMs: number): Promise<void> {
    const { random, kernel } = this.#clients.world
    await kernel.wait(inMs, 'a developer adds an endpoint')
    const events = random.chance(0.7) ? ('all' as const) : publicEventTypes.filter(() => random.chance(0.6))
    const settings = () => ({ url: this.#newUrl(), events, description: null })
    await this.#insist('add an endpoint', (gateway) => createEndpoint(gateway, of, settings(), silent))
  }

  /** The receiver is part of it; the rest tells whose it is. */
  #newUrl(): string {
    return `https://r${this.#clients.world.random.between(0, 3)}.example/${this.#urls++}`
  }

  async #changeSomething(): Promise<void> {
    const { world } = this.#clients
    const endpoints = await this.#endpoints()
    if (endpoints.length === 0) return
    const endpoint = world.random.pick(endpoints)
    const [name, act] = this.#drawAct()
    await this.#clients.request(name, async ({ gateway }) => {
      await act(gateway, endpoint)
    })
  }

  #drawAct(): readonly [string, Act] {
    const { world } = this.#clients
    const { random } = world
    const acts: readonly (readonly [string, Act])[] = [
      ['disable', (gateway, endpoint) => this.#stopAndStart(gateway, endpoint)],
      ['enable', (gateway, endpoint) => enableEndpoint(gateway, endpoint, silent)],
      ['roll the secret', (gateway, endpoint) => this.#roll(gateway, endpoint)],
      ['roll the secret', (gateway, endpoint) => this.#roll(gateway, endpoint)],
      ['recover', (gateway, { id }) => this.#recover(gateway, id)],
      ['resend', (gateway, endpoint) => this.#resend(gateway, random.pick([null, endpoint.id]))],
      ['resend', (gateway, endpoint) => this.#resend(gateway, endpoint.id)],
      ['test', (gateway, endpoint) => this.#test(gateway, endpoint)],
      ['update', (gateway, endpoint) => this.#update(gateway, endpoint)],
    ]
    if (random.chance(0.08))
      return ['delete', (gateway, endpoint) => stopEndpoint(gateway, endpoint, 'delete', silent)]
    return random.pick(acts)
  }

  async #stopAndStart(gateway: Gateway, endpoint: WebhookEndpoint): Promise<Managed<null>> {
    const { world } = this.#clients
    const { random, kernel } = world
    world.count('endpoint_disabled')
    if (random.chance(0.7)) {
      const inMs = random.pick([10, secondMs, minuteMs, random.between(0, 20 * minuteMs)])
      void kernel
        .wait(inMs, 'a developer enables it again')
        .then(() => this.#insist('enable', (other) => enableEndpoint(other, endpoint, silent)))
    }
    return stopEndpoint(gateway, endpoint, 'disable', silent)
  }

  async #roll(gateway: Gateway, endpoint: WebhookEndpoint): Promise<void> {
    const { world } = this.#clients
    const seconds = world.random.pick([0, 30, 600, 3_600])
    const rolled = await rollSecret(gateway, endpoint, seconds, silent)
    if (rolled.kind === 'done') world.count('secret_rolled')
  }

  async #recover(gateway: Gateway, id: string): Promise<void> {
    const recovered = await recover(gateway, id)
    if (recovered > 0) this.#clients.world.count('webhook_recovered')
  }

  async #resend(gateway: Gateway, endpointId: string | null): Promise<void> {
    const { world } = this.#clients
    const ids = [...this.#book.events.values()].filter(({ paymentId }) => paymentId !== null)
    if (ids.length === 0) return
    const event = await gateway.storage.findEvent(owner, world.random.pick(ids).id)
    if (event === null) return
    await resendEvent(gateway, event, endpointId, silent)
    world.count('webhook_resent')
  }

  async #test(gateway: Gateway, endpoint: WebhookEndpoint): Promise<void> {
    await sendTest(gateway, endpoint, (id) => JSON.stringify({ id }), silent)
    this.#clients.world.count('endpoint_tested')
  }

  #update(gateway: Gateway, endpoint: WebhookEndpoint): Promise<Managed<null>> {
    const { random } = this.#clients.world
    const settings = random.chance(0.5)
      ? { url: this.#newUrl() }
      : { events: random.pick([['payment.succeeded'] as const, 'all' as const]) }
    return updateEndpoint(gateway, endpoint, settings, silent)
  }

  async #endpoints(): Promise<readonly WebhookEndpoint[]> {
    let found: readonly WebhookEndpoint[] = []
    await this.#insist('list endpoints', async ({ storage }) => {
      found = await storage.listEndpoints(owner)
    })
    return found
  }

  /** Until somebody says that it is done. */
  async #insist(name: string, act: (gateway: Gateway) => Promise<unknown>): Promise<void> {
    const { kernel } = this.#clients.world
    for (let tries = 0; tries < 60; tries++) {
      const reply = await this.#clients.request(name, async ({ gateway }) => {
        await act(gateway)
      })
      if (reply.kind === 'answered') return
      await kernel.wait(5 * secondMs, 'a developer tries again')
    }
  }
}

/** All that can be, a part at a time as the API does it. */
async function recover(gateway: Gateway, id: string): Promise<number> {
  const span = { fromMs: 0, beforeMs: null }
  const keep = (recovered: Readonly<{ recovered: number }>) => ({ response: recovered, record: null })
  const result = await recoverDeliveries(gateway, id, span, keep)
  return typeof result === 'string' ? 0 : result.recovered
}
