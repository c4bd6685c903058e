/** Ends a connection on which nothing happens anymore. */

export class Watchdog {
  /** Fires after the silence, or when whoever it works for is ended. */
  readonly signal: AbortSignal
  readonly #silenceMs: number
  readonly #silent = new AbortController()
  #timer: NodeJS.Timeout

  constructor(silenceMs: number, ended: AbortSignal) {
    this.#silenceMs = silenceMs
    this.signal = AbortSignal.any([ended, this.#silent.signal])
    this.#timer = this.#start()
  }

  /** A sign of life. */
  alive(): void {
    clearTimeout(this.#timer)
    this.#timer = this.#start()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => this.#silent.abort(), this.#silenceMs)
  }
}
