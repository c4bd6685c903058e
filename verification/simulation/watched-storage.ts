/**
 * Storage under watch: whatever is committed through it is told to our side's book at that moment, also what the writer
 * never hears of, and nothing may be read that is older than that.
 */
import type { AnyEvent } from '../../src/core/payment/events.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { type Claim, type Storage, StorageUnavailable } from '../../src/ports/storage.ts'
import { Doubts, OrderedDoubts } from './doubts.ts'
import type { Life } from './life.ts'
import type { ClaimTimes, OurBook } from './our-book.ts'
import { watchedDeliveries } from './receivers/watched-deliveries.ts'
import type { Store } from './store.ts'
import { isSame } from './truth.ts'
import type { World } from './world.ts'

export type Watch = Readonly<{
  world: World
  ours: OurBook
  /** Whose storage it is. */
  life: Life
  store: Pick<Store, 'audit' | 'versionOf' | 'eventsAt'>
}>

export function watched(inner: Storage, watch: Watch): Storage {
  const { world, ours } = watch
  const doubts = world.deliveries === null ? new Doubts() : new OrderedDoubts()
  const claimed = <Asked extends Claim>(
    asked: Asked,
    claim: (asked: Asked) => Promise<readonly Payment[]>,
  ) => {
    const times = { nowMs: Number.NaN, atMs: Number.NaN, errorMs: Number.NaN, leaseMs: asked.leaseMs }
    const nowMs = (): number => {
      times.nowMs = asked.nowMs()
      times.atMs = world.kernel.nowMs
      times.errorMs = watch.life.clockErrorMs()
      return times.nowMs
    }
    return doubts.told(claim({ ...asked, nowMs }), {
      onResult: (payments: readonly Payment[]) => {
        for (const payment of payments) ours.claimed(payment, times)
      },
      onDoubt: () => findClaimed(watch, times),
    })
  }
  return {
    ...methodsOf(inner),
    create: (creation) => {
      const askedAtMs = world.kernel.nowMs
      const happened = () => ours.created(creation, askedAtMs)
      return doubts.told(inner.create(creation), {
        onResult: (result) => {
          if (result === 'saved') happened()
        },
        onDoubt: (error) =>
          findOut(watch, error, creation.payment, [creation.event, ...creation.events], happened),
      })
    },
    save: (change) => {
      const askedAtMs = world.kernel.nowMs
      const happened = () => ours.saved(change, watch.life, askedAtMs)
      return doubts.told(inner.save(change), {
        onResult: (result) => {
          if (result === 'saved') happened()
          if (result === 'lost_race') world.count('race_lost')
        },
        onDoubt: (error) => findOut(watch, error, change.after, change.events, happened),
      })
    },
    claimDue: (claim) => claimed(claim, (asked) => inner.claimDue(asked)),
    claimFarAhead: (claim) => claimed(claim, (asked) => inner.claimFarAhead(asked)),
    findPayment: async (id) => {
      const known = ours.payments.get(id)?.version ?? 0
      const found = await inner.findPayment(id)
      world.must((found?.version ?? 0) >= known, `a read of ${id} misses what was committed before`)
      return found
    },
    ...(world.deliveries !== null && watchedDeliveries(inner, watch, world.deliveries, doubts)),
  }
}

/** A write that was not acknowledged may have happened all the same. */
async function findOut(
  { world, store, ours }: Watch,
  error: unknown,
  written: Payment,
  events: readonly AnyEvent[],
  happened: () => void,
): Promise<void> {
  // A twin that was committed with it may have won, and is known by now.
  if ((ours.payments.get(written.id)?.version ?? 0) >= written.version) return
  const found = await store.eventsAt(written.id, written.version)
  if (found.length === 0 || !isSame(found.map(asEvent), events)) return
  world.must(!(error instanceof StorageUnavailable), `${written.id} was changed by a save that was refused`)
  happened()
}

function asEvent(body: string): AnyEvent {
  return JSON.parse(body) as AnyEvent
}

async function findClaimed({ store, ours }: Watch, claim: ClaimTimes): Promise<void> {
  for (const known of [...ours.payments.values()]) {
    if ((await store.versionOf(known.id)) === known.version) continue
    const found = await store.audit((truth) => truth.findPayment(known.id))
    if (found !== null && found.epoch > known.epoch) ours.claimed(found, claim)
  }
}

/** Of a class and those that it extends, or of a plain object, bound to it. */
function methodsOf(storage: Storage): Storage {
  const names = new Set<string>()
  for (let owner: object = storage; owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) names.add(name)
  }
  names.delete('constructor')
  const methods = storage as unknown as Record<string, (...values: unknown[]) => unknown>
  return Object.fromEntries(
    [...names].map((name) => [name, (...values: unknown[]) => methods[name]?.(...values)]),
  ) as unknown as Storage
}
