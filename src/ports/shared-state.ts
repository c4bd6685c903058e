/** What the nodes on one database share besides payments. */
import type { ApiKey } from '../core/api-key.ts'
import type { KeyUsage, KeyUse } from '../core/key-usage.ts'

/** What one node tells the others, which are the only ones that can read it. */
type NodeReport = Readonly<{
  node: string
  /** Rises by one with each report of a node. */
  number: number
  atMs: number
  body: string
}>

type ReportExchange = Readonly<{
  node: string
  /** Null where there is nothing to tell. The same one may be stored again where it is unknown whether it was. */
  report: Omit<NodeReport, 'node'> | null
  /** The newest report of each node that this one has read. */
  read: ReadonlyMap<string, number>
  nowMs: number
}>

/** Where counts are lost with a crash of the database, they begin again. */
export type SharedState = Readonly<{
  /** The database's clock, with fractions. */
  timeMs(): Promise<number>
  /**
   * As `findActiveApiKey`, and counts in the same statement. `usage` is null where nothing was to be counted, or where the
   * database takes no counts just now. Requests that are counted together get their counts in the order of the calls.
   */
  useApiKey(
    hash: string,
    nowMs: number,
    use: KeyUse | null,
  ): Promise<Readonly<{ key: ApiKey; usage: KeyUsage | null }> | null>
  /** One holder has it until then, or until it takes it again. False where another one has it. */
  takeLease(
    lease: Readonly<{ name: string; holder: string; nowMs: number; untilMs: number }>,
  ): Promise<boolean>
  /**
   * Stores a report for a minute, and returns those of other nodes that this one has not read, in the order of their
   * numbers; what does not fit in is returned the next time.
   */
  exchangeReports(exchange: ReportExchange): Promise<readonly NodeReport[]>
}>
