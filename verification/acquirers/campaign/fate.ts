/** What becomes of a process at some call to its storage or its acquirer: it dies, or it stands still and goes on later. */
import type { Prng } from '../../seeded-random.ts'

export type End = 'death' | 'freeze'
/**
 * A call to one of the ports, or one of the requests that an adapter makes of it: one that may change something at the
 * acquirer, or a question.
 */
export type Place = 'storage' | 'acquirer' | 'request' | 'question'
type State = 'running' | 'frozen' | 'dead'
type Method = (...values: unknown[]) => Promise<unknown>

export class Fate {
  readonly #random: Prng
  #state: State = 'running'
  #callsLeft = Number.POSITIVE_INFINITY
  #end: End = 'death'
  #place: Place | null = null
  #stoppedAt: Place | null = null
  readonly #stopped = Promise.withResolvers<'stopped'>()
  readonly #thawed = Promise.withResolvers<void>()

  constructor(random: Prng) {
    this.#random = random
  }

  /** It stands still, or will never do anything again. */
  get isStopped(): boolean {
    return this.#state !== 'running'
  }

  get isFrozen(): boolean {
    return this.#state === 'frozen'
  }

  /** Null if it has not stopped at a call. */
  get stoppedAt(): Place | null {
    return this.#stoppedAt
  }

  /** Resolves when the process stops for the first time. */
  get stopped(): Promise<'stopped'> {
    return this.#stopped.promise
  }

  /** It stops at the last of so many calls. Null: wherever they go. */
  stopAfter(calls: number, end: End, place: Place | null = null): void {
    this.#callsLeft = calls
    this.#end = end
    this.#place = place
  }

  die(): void {
    this.#state = 'dead'
    this.#stopped.resolve('stopped')
  }

  /** It goes on where it stood. Its clocks have gone on meanwhile. */
  thaw(): void {
    if (this.#state === 'frozen') this.#state = 'running'
    this.#thawed.resolve()
  }

  /** The same port, as this process reaches it. */
  bind<Port extends object>(place: Place, port: Port): Port {
    return Object.fromEntries(
      Object.entries(port).map(([name, value]) => [
        name,
        typeof value === 'function' ? this.#bound(place, value) : value,
      ]),
    ) as Port
  }

  #bound(place: Place, method: Method): Method {
    return async (...values) => {
      const stopsNow = this.#countDown(place)
      // Before the call, or after it was done and before anybody has learned of it.
      if (stopsNow && this.#random.chance(0.5)) this.#stop()
      const asked = this.isStopped ? await this.#goOn().then(() => values.map(unfired)) : values
      const outcome = await settled(method(...asked), () => stopsNow && this.#stop())
      await this.#goOn()
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    }
  }

  #countDown(place: Place): boolean {
    if (this.isStopped || (this.#place ?? place) !== place) return false
    this.#callsLeft -= 1
    if (this.#callsLeft > 0) return false
    this.#stoppedAt = place
    return true
  }

  #stop(): void {
    if (this.isStopped) return
    this.#state = this.#end === 'death' ? 'dead' : 'frozen'
    this.#stopped.resolve('stopped')
  }

  async #goOn(): Promise<void> {
    if (this.#state === 'frozen') await this.#thawed.promise
    if (this.#state === 'dead') await new Promise(() => {})
  }
}

/** A process that wakes up does what comes next before any of its timers fires. */
function unfired(value: unknown): unknown {
  return value instanceof AbortSignal && value.aborted ? new AbortController().signal : value
}

async function settled(call: Promise<unknown>, onBegun: () => void): Promise<PromiseSettledResult<unknown>> {
  onBegun()
  const [result] = await Promise.allSettled([call])
  return result
}
