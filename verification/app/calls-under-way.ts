/** Counts the calls to a port that have not ended, so that virtual time can wait for work that takes real time. */

type Method = (...values: unknown[]) => unknown

export class CallsUnderWay {
  #count = 0
  #waiting: (() => void)[] = []

  get none(): boolean {
    return this.#count === 0
  }

  /** The same port, whose calls are counted. */
  watch<Port extends object>(port: Port): Port {
    const watched = Object.entries(port).map(([name, value]) => [name, this.#watched(port, value)])
    return Object.fromEntries(watched) as Port
  }

  #watched(port: object, value: unknown): unknown {
    if (typeof value === 'function') return this.#counted(value.bind(port))
    return typeof value === 'object' && value !== null ? this.watch(value) : value
  }

  /** Resolves when no call is under way. */
  async ended(): Promise<void> {
    if (!this.none) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #counted(method: Method): Method {
    return (...values) => {
      const result = method(...values)
      if (!(result instanceof Promise)) return result
      this.#count += 1
      return result.finally(() => this.#end())
    }
  }

  #end(): void {
    this.#count -= 1
    if (this.none) for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
