/** A pause that ends early if someone rings. A ring while nobody waits ends the next pause. */
import type { Clock } from '../../ports/system.ts'

export class Bell {
  readonly #clock: Pick<Clock, 'sleep'>
  #ringing = new AbortController()

  constructor(clock: Pick<Clock, 'sleep'>) {
    this.#clock = clock
  }

  ring(): void {
    this.#ringing.abort()
  }

  async wait(durationMs: number, signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(durationMs, AbortSignal.any([this.#ringing.signal, signal]))
    this.#ringing = new AbortController()
  }
}
