/** The part of watched storage that is about endpoints and deliveries: commits are told to their book at that moment. */
import type { Owner } from '../../../src/ports/event-storage.ts'
import type { Storage } from '../../../src/ports/storage.ts'
import type { DeliveryResult } from '../../../src/ports/webhook-storage.ts'
import type { Telling } from '../doubts.ts'
import type { Watch } from '../watched-storage.ts'
import type { DeliveryClaimTimes } from './booked-delivery.ts'
import type { DeliveryBook } from './delivery-book.ts'

type Watched = Pick<
  Storage,
  | 'addEndpoint'
  | 'changeEndpoint'
  | 'disableEndpoint'
  | 'claimDeliveries'
  | 'saveDelivery'
  | 'addTestEvent'
  | 'resendEvent'
  | 'recoverDeliveries'
>

export function watchedDeliveries(
  inner: Storage,
  { world, life, store }: Watch,
  book: DeliveryBook,
  doubts: Telling,
): Watched {
  /** What is committed of an endpoint, where nobody was told. */
  const found = (owner: Owner, id: string) => store.audit((truth) => truth.findEndpoint(owner, id))
  return {
    addEndpoint: (endpoint, limit, idempotency) =>
      doubts.told(inner.addEndpoint(endpoint, limit, idempotency), {
        onResult: (result) => {
          if (result === 'saved') book.added(endpoint)
        },
        onDoubt: async () => {
          if ((await found(endpoint, endpoint.id)) !== null) book.added(endpoint)
        },
      }),
    changeEndpoint: (after, idempotency) =>
      doubts.told(inner.changeEndpoint(after, idempotency), {
        onResult: (result) => {
          if (result === 'saved') book.changed(after)
        },
        onDoubt: async () => {
          const committed = await found(after, after.id)
          const isDone = committed === null ? after.deletedAtMs !== null : committed.secret === after.secret
          const isIts = isDone && (committed?.version ?? after.version) === after.version
          if (isIts && book.endpoints.get(after.id)?.now.version === after.version - 1) book.changed(after)
        },
      }),
    disableEndpoint: (id, reason, atMs) =>
      doubts.told(inner.disableEndpoint(id, reason, atMs), {
        onResult: (isDone) => {
          if (isDone) book.disabled(id, reason, atMs)
        },
        onDoubt: async () => {
          const known = book.endpoints.get(id)?.now
          const committed = known === undefined ? null : await found(known, id)
          if (known?.disabledAtMs === null && committed?.disabledAtMs != null) book.disabled(id, reason, atMs)
        },
      }),
    claimDeliveries: (claim) => {
      const times = { nowMs: Number.NaN, atMs: Number.NaN, errorMs: Number.NaN }
      const nowMs = (): number => {
        times.nowMs = claim.nowMs()
        times.atMs = world.kernel.nowMs
        times.errorMs = life.clockErrorMs()
        return times.nowMs
      }
      return doubts.told(inner.claimDeliveries({ ...claim, nowMs }), {
        onResult: (claimed) => book.claimed(life, claimed, times),
        onDoubt: () => findClaimed(store, book, times),
      })
    },
    saveDelivery: (result) =>
      doubts.told(inner.saveDelivery(result), {
        onResult: (outcome) => book.saved(result, outcome),
        onDoubt: async () => {
          if (await isSaved(store, result)) book.saved(result, 'saved')
        },
      }),
    addTestEvent: (test) =>
      doubts.told(inner.addTestEvent(test), {
        onResult: () => book.tested(test),
        onDoubt: async () => {
          const committed = await store.audit((truth) => truth.findEvent(test.endpoint, test.event.id))
          if (committed !== null) book.tested(test)
        },
      }),
    resendEvent: (resending) => {
      const asked = (): void => book.askedAgain(resending.event.id)
      return doubts.told(inner.resendEvent(resending), {
        onResult: asked,
        onDoubt: async () => asked(),
      })
    },
    recoverDeliveries: (recovery) => {
      const asked = (): void => book.recovered(recovery.endpointId)
      return doubts.told(inner.recoverDeliveries(recovery), {
        onResult: asked,
        onDoubt: async () => asked(),
      })
    },
  }
}

async function findClaimed(
  store: Watch['store'],
  book: DeliveryBook,
  times: DeliveryClaimTimes,
): Promise<void> {
  await store.audit(async (truth) => {
    // What was sent again to an endpoint that was not subscribed is in no book before it is claimed.
    for (const endpointId of [...book.endpoints.keys()]) {
      for (const eventId of [...book.events.keys()]) {
        const delivery = await truth.findDelivery(endpointId, eventId)
        const count = book.countOf(endpointId, eventId)
        if (delivery !== null && delivery.attemptCount > count) book.counted({ delivery }, times)
      }
    }
  })
}

async function isSaved(
  store: Watch['store'],
  { endpointId, eventId, attempt }: DeliveryResult,
): Promise<boolean> {
  const attempts = await store.audit((truth) => truth.listAttempts(endpointId, eventId))
  return attempts.some(({ number }) => number === attempt.number)
}
