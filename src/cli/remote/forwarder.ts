/** Forwards events one after the other, and each again until it succeeds or is given up. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Forwarded, type ForwardTarget, forward } from './forward.ts'
import type { ReceivedEvent } from './received-event.ts'

export type Attempt = Readonly<{
  event: ReceivedEvent
  outcome: Forwarded
  /** Null: it is not repeated. */
  againMs: number | null
}>

type Waiting = Readonly<{ event: ReceivedEvent; body: string }>

export class Forwarder {
  readonly #target: ForwardTarget
  /** Between the attempts. */
  readonly #pausesMs: readonly number[]
  readonly #ended: AbortSignal
  readonly #onAttempt: (attempt: Attempt) => void
  readonly #waiting: Waiting[] = []
  #running: Promise<void> | null = null
  #last: string | null = null

  constructor(
    target: ForwardTarget,
    pausesMs: readonly number[],
    ended: AbortSignal,
    onAttempt: (attempt: Attempt) => void,
  ) {
    this.#target = target
    this.#pausesMs = pausesMs
    this.#ended = ended
    this.#onAttempt = onAttempt
  }

  add(event: ReceivedEvent, body: string): void {
    this.#waiting.push({ event, body })
    this.#running ??= this.#run()
  }

  /** Once it has nothing more to do, or was ended: how many events are left, and after which one. */
  async finished(): Promise<Readonly<{ left: number; last: string | null }>> {
    await this.#running
    return { left: this.#waiting.length, last: this.#last }
  }

  async #run(): Promise<void> {
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      if (!(await this.#deliver(next))) break
      this.#waiting.shift()
      this.#last = next.event.id
    }
    this.#running = null
  }

  /** False if it was ended before it was decided. */
  async #deliver({ event, body }: Waiting): Promise<boolean> {
    for (const againMs of [...this.#pausesMs, null]) {
      if (this.#ended.aborted) return false
      const outcome = await forward({ id: event.id, body }, this.#target, this.#ended)
      const isDone = isSuccess(outcome)
      if (this.#ended.aborted && !isDone) return false
      this.#onAttempt({ event, outcome, againMs: isDone ? null : againMs })
      if (isDone || againMs === null) return true
      await sleep(againMs, undefined, { signal: this.#ended }).catch(() => {})
    }
    return true
  }
}

export function isSuccess(outcome: Forwarded): boolean {
  return outcome.kind === 'responded' && outcome.status >= 200 && outcome.status < 300
}
