/**
 * The gateway's database, for tests that look into it or put an older one in its place, whatever its engine. To be kept,
 * replaced, or emptied, it needs a gateway that is closed.
 */

export const engines = ['sqlite', 'postgres'] as const
export type Engine = (typeof engines)[number]

export interface GatewayDatabase {
  readonly engine: Engine
  readonly url: string
  /** Of every table there is, except those in which nodes only count: a crash of the server empties these. */
  rowCounts(): Promise<Readonly<Record<string, number>>>
  /** Changes whenever something has been committed to these tables, be it no new row; `all`: to any table. */
  version(tables?: 'all'): Promise<string>
  /** All that is stored, by the file or the table in which it is. */
  contents(): Promise<ReadonlyMap<string, string>>
  /** From now on it takes no new row into this table, until what is returned is called. */
  breakTable(name: string): Promise<() => Promise<void>>
  /** Reading goes on; nothing can be written until what is returned is called. */
  stopWrites(): Promise<() => Promise<void>>
  /** A copy of it as it is. */
  keep(): Promise<Kept>
  /** As if it had never been used. */
  empty(): Promise<void>
  /** Ends the looking. */
  close(): Promise<void>
  remove(): Promise<void>
}

export type Kept = Readonly<{ restore(): Promise<void> }>

/** What the tests of this process run on; see `STORAGES` in CONTRIBUTING.md. */
export function usualEngine(): Engine {
  return process.env.TEST_STORAGE === 'postgres' ? 'postgres' : 'sqlite'
}
