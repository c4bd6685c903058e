/**
 * The turns of each process's own event loop. Real storage commits once a turn, and asks once a turn what others have
 * committed; in the simulated world a turn ends a little later, when other processes may have done something meanwhile,
 * and not at all when its process dies first.
 */
import type { World } from './world.ts'

/** Puts the ends of turns into the world's queue while `run` runs. Nothing else in this thread may run meanwhile. */
export async function withTurns<T>({ kernel, random }: World, run: () => Promise<T>): Promise<T> {
  const { setImmediate: real } = globalThis
  const endTurn = (callback: (...values: unknown[]) => void, ...values: unknown[]): void => {
    kernel.at(random.pick([0, 0, 1, 3]), 'ends its turn', () => callback(...values), kernel.current)
  }
  globalThis.setImmediate = endTurn as unknown as typeof setImmediate
  try {
    return await run()
  } finally {
    globalThis.setImmediate = real
  }
}
