/** Rows that are looked up by what names them: what is asked for in one turn of the event loop is read in one statement. */
import type { Connection, Rows } from './connection.ts'
import { arrayOf } from './dialect.ts'
import { isPromised } from './failures.ts'
import { Joined } from './joined.ts'

/** How reads are joined. They wait for nothing but a statement. */
export const reads = { keysOf: () => [], isShared: isPromised, itemsMax: 200, statementsMax: 2 } as const

type Found<Thing> = Iterable<readonly [name: string, thing: Thing]>

/** `text` takes the names as an array. */
export function joinedLookup<Thing>(
  connection: Connection,
  text: string,
  foundIn: (rows: Rows) => Found<Thing>,
  itemsMax: number = reads.itemsMax,
): Joined<string, Thing | null> {
  return new Joined<string, Thing | null>({
    ...reads,
    itemsMax,
    deadlineMs: connection.deadlineMs,
    run: async (names, deadlineMs) => {
      const rows = await connection.read(text, [arrayOf([...new Set(names)])], deadlineMs)
      const found = new Map(foundIn(rows))
      return names.map((name) => found.get(name) ?? null)
    },
  })
}
