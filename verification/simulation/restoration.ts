/**
 * The storage is lost, and a copy that is some minutes old takes its place: what happened since is only in the
 * acquirer's book, and reconciliation has to adopt or reverse it.
 */
import { reconcileNow } from './clerk.ts'
import type { Clients } from './client.ts'
import type { Inhabitants } from './inhabitants.ts'
import { longestSessionMs, type SimNode } from './node.ts'
import type { OurBook } from './our-book.ts'
import type { Store } from './store.ts'

const minuteMs = 60_000
/** The longest time that a message to the acquirer takes. */
const longestJourneyMs = 21 * minuteMs
/** From the loss until reconciliation has run for the last time. */
export const restorationMs = 80 * minuteMs + longestSessionMs

export class Restoration {
  readonly #clients: Clients
  readonly #inhabitants: Inhabitants
  readonly #ours: OurBook
  readonly #nodes: readonly SimNode[]
  readonly #store: Store

  constructor(
    clients: Clients,
    inhabitants: Inhabitants,
    ours: OurBook,
    store: Store,
    nodes: readonly SimNode[],
  ) {
    this.#clients = clients
    this.#inhabitants = inhabitants
    this.#ours = ours
    this.#store = store
    this.#nodes = nodes
  }

  async backUpSometime(): Promise<void> {
    const { random, kernel } = this.#clients.world
    await kernel.wait(random.between(minuteMs, 6 * minuteMs), 'a backup is made')
    await this.#store.backUp()
  }

  /**
   * Nobody is served before everything that the lost processes had sent has arrived: a reversal or a refund that was
   * on its way would meet a payment that the copy knows in another state.
   */
  async happen(): Promise<void> {
    const { world } = this.#clients
    for (const node of this.#nodes) node.stop()
    world.restorations++
    await world.kernel.wait(longestJourneyMs, 'the operator waits for what is under way')
    world.count('older_copy_restored')
    await this.#store.restore()
    await this.#store.audit((truth) => this.#ours.reload(truth))
    this.#clients.forget()
    this.#inhabitants.merchant.forget()
    for (const node of this.#nodes) node.start()
    const open = [...this.#ours.payments.values()].filter(({ ending }) => ending === null)
    this.#inhabitants.comeBack(open.map(({ id }) => id))
    await this.#reconcile()
  }

  /**
   * At once, and again when what was on its way has arrived, and when open payments have ended. With each account that the
   * merchant has had: the copy may know none of them.
   */
  async #reconcile(): Promise<void> {
    const { kernel, accounts } = this.#clients.world
    for (const pauseMs of [100, 10 * minuteMs, 35 * minuteMs, longestSessionMs]) {
      await kernel.wait(pauseMs, 'the operator reconciles')
      for (const account of accounts) await reconcileNow(this.#clients, account)
    }
  }
}
