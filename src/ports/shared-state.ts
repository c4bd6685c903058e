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
  /** Null if there is nothing to tell. If it is unknown whether a report was stored, the same one may be given again. */
  report: Omit<NodeReport, 'node'> | null
  /** The newest report of each node that this one has read. */
  read: ReadonlyMap<string, number>
  nowMs: number
}>

/** Counts may be lost when the database crashes, and then start again from zero. */
export type SharedState = Readonly<{
  /** The database's clock, with fractions. */
  timeMs(): Promise<number>
  /**
   * Like `findActiveApiKey`, and counts the use in the same statement. `usage` is null if there was nothing to count, or if the
   * database cannot count at the moment. Calls that are counted together get increasing counts, in their order.
   */
  useApiKey(
    hash: string,
    nowMs: number,
    use: KeyUse | null,
  ): Promise<Readonly<{ key: ApiKey; usage: KeyUsage | null }> | null>
  /** The holder has the lease until `untilMs`, and may take it again to extend it. False if another holder has it. */
  takeLease(
    lease: Readonly<{ name: string; holder: string; nowMs: number; untilMs: number }>,
  ): Promise<boolean>
  /**
   * Stores a report for a minute, and returns the reports of other nodes that this one has not read yet, ordered by their
   * numbers. The size of a response is limited; the next call returns the rest.
   */
  exchangeReports(exchange: ReportExchange): Promise<readonly NodeReport[]>
}>
