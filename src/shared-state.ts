/** What the nodes on one database share besides payments. */
import type { ApiKey } from './core/api-key.ts'
import type { KeyUsage, KeyUse } from './core/key-usage.ts'

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
}>
