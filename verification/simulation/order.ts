/** How rows are ordered that were created at the same time. */

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

type Dated = Readonly<{ id: string; createdAtMs: number }>

export function oldestFirst(a: Dated, b: Dated): number {
  return a.createdAtMs - b.createdAtMs || compare(a.id, b.id)
}

export function newestFirst(a: Dated, b: Dated): number {
  return oldestFirst(b, a)
}
