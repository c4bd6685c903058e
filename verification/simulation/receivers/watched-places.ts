/** One process's storage, as its sender uses it: no endpoint is given more than its share at once. */
import type { Storage } from '../../../src/ports/storage.ts'
import type { World } from '../world.ts'

const usual = 10
const all = 200
const manyFailures = 10

export function watchedPlaces(world: World, inner: Storage): Storage {
  const running = new Map<string, number>()
  const failures = new Map<string, number>()
  const runningOf = (id: string): number => running.get(id) ?? 0
  const end = (id: string): void => void running.set(id, runningOf(id) - 1)

  const watched: Pick<Storage, 'claimDeliveries' | 'saveDelivery'> = {
    claimDeliveries: async (claim) => {
      const before = { running: new Map(running), failures: new Map(failures) }
      const claimed = await inner.claimDeliveries(claim)
      for (const { endpoint } of claimed) {
        running.set(endpoint.id, runningOf(endpoint.id) + 1)
        const own = before.running.get(endpoint.id) ?? 0
        const begun = claimed.filter((one) => one.endpoint.id === endpoint.id).length
        const isBroken = (before.failures.get(endpoint.id) ?? 0) >= manyFailures
        if (isBroken) world.count('webhook_held_back')
        world.must(
          begun <= Math.max(0, (isBroken ? 1 : usual) - own),
          `${endpoint.id} is sent ${begun} deliveries at once beside ${own}`,
        )
      }
      const sum = [...running.values()].reduce((total, one) => total + one, 0)
      world.must(sum <= all, `${sum} deliveries are sent at once`)
      return claimed
    },
    saveDelivery: async (result) => {
      const { endpointId, isSuccess, attempt } = result
      try {
        const outcome = await inner.saveDelivery(result)
        if (attempt.trigger === 'resend' || attempt.trigger === 'test' || result.isRefused) return outcome
        // After a failure, its place is free when it is clear whether the endpoint is to be disabled.
        if (isSuccess) failures.delete(endpointId)
        else if (attempt.statusCode !== 410) failures.set(endpointId, (failures.get(endpointId) ?? 0) + 1)
        return outcome
      } finally {
        end(endpointId)
      }
    },
  }
  return Object.assign(Object.create(inner), watched) as Storage
}
