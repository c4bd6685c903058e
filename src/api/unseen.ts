/**
 * What a stream has not read yet of a list that grows, whose IDs contain a ULID. Nodes number by their own clocks, so an item
 * may become visible behind a later one: the last seconds are read again, and what was read before is passed over.
 */
import { ulidTime } from '../platform/ids.ts'

/** How far the order of IDs may differ from the order in which they become visible. */
export const reorderedMs = 10_000

type Item = Readonly<{ id: string; createdAtMs: number }>

type List<T> = Readonly<{
  /** In front of the ULID. */
  prefix: string
  /** Oldest first, of those with larger IDs. */
  page: (after: string) => Promise<Readonly<{ items: readonly T[]; hasMore: boolean }>>
}>

export class Unseen<T extends Item> {
  readonly #list: List<T>
  /** The times of what was read, as long as it can be read again. */
  readonly #seen = new Map<string, number>()
  readonly #start: string
  #newestMs: number
  #from: string

  /** `startMs`: what is older is not wanted. `seen`: what has been read before. */
  constructor(list: List<T>, startMs: number, seen: Item | null = null) {
    this.#list = list
    this.#newestMs = seen?.createdAtMs ?? startMs
    this.#start = this.#startOf(startMs)
    this.#from = this.#start
    if (seen !== null) this.#seen.set(seen.id, seen.createdAtMs)
  }

  /**
   * `take` gets the next page of what is unseen, which counts as seen unless `take` rejects. Pages of what was already seen are
   * passed over at once, because a busy gateway saves many of them within the time that is read again.
   */
  async read<Taken>(take: (items: readonly T[]) => Promise<readonly Taken[]>): Promise<readonly Taken[]> {
    for (;;) {
      const { items, hasMore } = await this.#list.page(this.#from)
      const unseen = items.filter(({ id }) => !this.#seen.has(id))
      const taken = await take(unseen)
      this.#see(unseen)
      const last = items.at(-1)
      if (hasMore && last !== undefined) this.#from = last.id
      else this.#readAgain()
      if (taken.length > 0 || !hasMore) return taken
    }
  }

  #see(items: readonly T[]): void {
    for (const { id, createdAtMs } of items) {
      this.#seen.set(id, createdAtMs)
      this.#newestMs = Math.max(this.#newestMs, createdAtMs)
    }
  }

  #readAgain(): void {
    const fromMs = this.#newestMs - reorderedMs
    const from = this.#startOf(fromMs)
    this.#from = from > this.#start ? from : this.#start
    for (const [id, createdAtMs] of this.#seen) if (createdAtMs < fromMs) this.#seen.delete(id)
  }

  /** Smaller than every ID of this time. */
  #startOf(atMs: number): string {
    return `${this.#list.prefix}${ulidTime(atMs)}`
  }
}
