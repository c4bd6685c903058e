/** The simulated world's future: a binary heap ordered by time, a random tie-break, and sequence. */
import type { Life } from './life.ts'

export type Occurrence = {
  atMs: number
  /** Random: what happens first of two things at the same time is what a race is about. */
  tie: number
  readonly sequence: number
  readonly label: string
  readonly run: () => void
  /** Whose event it is; null for the world outside. It never happens to a process that has died. */
  readonly life: Life | null
  canceled: boolean
}

function isBefore(a: Occurrence, b: Occurrence): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs
  return a.tie !== b.tie ? a.tie < b.tie : a.sequence < b.sequence
}

export class EventQueue {
  readonly #items: Occurrence[] = []

  peek(): Occurrence | undefined {
    return this.#items[0]
  }

  push(item: Occurrence): void {
    const items = this.#items
    let index = items.length
    items.push(item)
    while (index > 0) {
      const parentIndex = (index - 1) >> 1
      const parent = items[parentIndex]
      if (parent === undefined || !isBefore(item, parent)) break
      items[index] = parent
      index = parentIndex
    }
    items[index] = item
  }

  pop(): Occurrence | undefined {
    const items = this.#items
    const first = items[0]
    const last = items.pop()
    if (first === undefined || last === undefined || items.length === 0) return first
    let index = 0
    for (;;) {
      let childIndex = 2 * index + 1
      let child = items[childIndex]
      if (child === undefined) break
      const right = items[childIndex + 1]
      if (right !== undefined && isBefore(right, child)) {
        child = right
        childIndex++
      }
      if (!isBefore(child, last)) break
      items[index] = child
      index = childIndex
    }
    items[index] = last
    return first
  }
}
