/** The book in plain memory, as a server of its own that each process reaches by messages. */
import type { PaymentEvent } from '../../src/core/payment/events.ts'
import type { Storage } from '../../src/ports/storage.ts'
import type { Life } from './life.ts'
import { MemoryStorage } from './memory-storage.ts'
import type { OurBook } from './our-book.ts'
import { addParties } from './parties.ts'
import { simStorage } from './sim-storage.ts'
import type { Store } from './store.ts'
import { watched } from './watched-storage.ts'
import type { World } from './world.ts'

export class MemoryStore implements Store {
  readonly #world: World
  readonly #ours: OurBook
  #storage: MemoryStorage
  #copy: MemoryStorage

  private constructor(world: World, ours: OurBook, storage: MemoryStorage, copy: MemoryStorage) {
    this.#world = world
    this.#ours = ours
    this.#storage = storage
    this.#copy = copy
  }

  static async create(world: World, ours: OurBook): Promise<MemoryStore> {
    return new MemoryStore(world, ours, await emptyStorage(world), await emptyStorage(world))
  }

  async openFor(life: Life): Promise<Storage> {
    const storage = watched(this.#storage, {
      world: this.#world,
      ours: this.#ours,
      life,
      store: this,
    })
    return simStorage(this.#world, storage, life)
  }

  abandon(): void {}

  audit<T>(look: (truth: Storage) => Promise<T>): Promise<T> {
    return look(this.#storage)
  }

  async versionOf(paymentId: string): Promise<number> {
    return (await this.#storage.findPayment(paymentId))?.version ?? 0
  }

  /** Its writes happen at the moment of their call and are never in doubt, so nobody asks. */
  async eventsAt(): Promise<readonly string[]> {
    return []
  }

  nextDeliveryMs(): number | null {
    return this.#storage.nextDeliveryMs()
  }

  async backUp(): Promise<void> {
    const copy = await emptyStorage(this.#world)
    for (const { id } of this.#ours.payments.values()) {
      const payment = await this.#storage.findPayment(id)
      const [event, ...events] = await this.#storage.listEvents(id)
      if (payment === null || event?.type !== 'payment_created')
        throw new Error('a committed payment is missing')
      await copy.create({ event, events: events as PaymentEvent[], payment, idempotency: null })
    }
    copy.events.copy(this.#storage.events)
    this.#copy = copy
  }

  async restore(): Promise<void> {
    this.#storage = this.#copy
  }

  verify(): readonly string[] {
    return this.#storage.verify()
  }

  dispose(): void {}
}

async function emptyStorage(world: World): Promise<MemoryStorage> {
  const storage = new MemoryStorage(world.random)
  await addParties(storage)
  return storage
}
