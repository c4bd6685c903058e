/** Everything around webhooks in one seed's world: the receivers, whoever owns them, and the book about both. */
import { productionSchedule, sandboxSchedule } from '../../../src/core/webhook/retry-schedule.ts'
import type { Gateway } from '../../../src/operations/gateway.ts'
import { EventListeners } from '../../../src/operations/webhooks/event-listeners.ts'
import type { Storage } from '../../../src/ports/storage.ts'
import type { Clients } from '../client.ts'
import type { Inhabitants } from '../inhabitants.ts'
import type { Life } from '../life.ts'
import type { World } from '../world.ts'
import { DeliveryBook } from './delivery-book.ts'
import { checkBrought, checkDeliveries } from './delivery-checks.ts'
import { EndpointOwner } from './endpoint-owner.ts'
import { drawReceiverFaults, type ReceiverFaults } from './receiver-faults.ts'
import { Receivers } from './receivers.ts'
import { SimSender } from './sim-sender.ts'

const hourMs = 3_600_000
/** Longer than the longest pause of the schedule. */
const lastPauseMs = 31 * hourMs
/** Longer than a process sleeps. */
const settlingMs = 4 * hourMs

export class ReceiverTown {
  readonly faults: ReceiverFaults
  readonly book: DeliveryBook
  readonly receivers: Receivers
  readonly #world: World
  #owner: EndpointOwner | null = null

  constructor(world: World) {
    this.#world = world
    this.faults = drawReceiverFaults(world.random)
    this.book = new DeliveryBook(world, this.faults.isSandbox ? sandboxSchedule : productionSchedule)
    this.receivers = new Receivers(world, this.book, this.faults)
    world.deliveries = this.book
    world.kernel.note(JSON.stringify(this.faults))
  }

  moveIn(clients: Clients, inhabitants: Inhabitants): void {
    const { payments, troubleMs } = this.faults
    this.#owner = new EndpointOwner(clients, this.book, this.faults)
    this.#owner.moveIn()
    inhabitants.goOn(payments, hourMs, Math.max(hourMs, troubleMs))
  }

  partsOf(life: Life): Pick<Gateway, 'eventListeners' | 'webhooks' | 'secrets'> {
    const { book, receivers, faults } = this
    return {
      eventListeners: new EventListeners(),
      webhooks: {
        targets: { check: async (href) => ({ kind: 'ok', href }) },
        sender: new SimSender({ world: this.#world, book, receivers, faults }, life),
        schedule: book.schedule,
        givesUp: !faults.isSandbox,
      },
      secrets: book.secrets,
    }
  }

  /** Every receiver is willing for longer than any pause, and then what was missed is asked for. */
  async settle(): Promise<void> {
    const { kernel } = this.#world
    await kernel.run(Math.max(kernel.nowMs, this.faults.troubleMs) + lastPauseMs)
    checkBrought({ world: this.#world, book: this.book })
    void this.#owner?.settle()
    await kernel.run(kernel.nowMs + settlingMs)
  }

  check(truth: Storage): Promise<void> {
    const { book, receivers, faults } = this
    return checkDeliveries({ world: this.#world, book, receivers, faults }, truth)
  }
}
