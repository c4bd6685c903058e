/** The connections of a process: reads, writes of one statement, and transactions, with the errors that the port promises. */
import type { Client, Row, Value } from '../../platform/postgres/client.ts'
import { ConnectionLost } from '../../platform/postgres/errors.ts'
import type { Pool } from '../../platform/postgres/pool.ts'
import type { Log } from '../../ports/system.ts'
import { Damage } from '../damage.ts'
import type { StorageObserver } from '../observer.ts'
import {
  asCommitFailure,
  asPromised,
  isConflict,
  isDamage,
  isLocked,
  isNumberTaken,
  isUnavailable,
} from './failures.ts'
import { Outages } from './outages.ts'

export type Rows = readonly Row[] & { readonly count: number }
export type Ask = (text: string, values?: readonly Value[]) => Promise<Rows>

/** Deadlocks, serialization failures, and numbers that were taken. */
const triesMax = 4

const vacuumDeadlineMs = 600_000
/** The part of the time that must be left for asking again. */
const againMin = 0.2
const ownsText = `select pg_has_role(relowner, 'usage') as is_owner from pg_class where oid = $1::text::regclass`

export class Connection {
  readonly damage: Damage
  readonly #pool: Pool
  readonly #outages: Outages
  readonly #log: Log
  readonly #observer: StorageObserver | undefined

  constructor(pool: Pool, log: Log, observer?: StorageObserver) {
    this.#pool = pool
    this.#log = log
    this.#observer = observer
    this.damage = new Damage(log)
    this.#outages = new Outages(log)
  }

  /** For what a request waits for. */
  get deadlineMs(): number {
    return this.#pool.deadlineMs
  }

  /** One statement, which sees one state. If its connection is lost, another one is asked in what is left of the time. */
  async read(text: string, values: readonly Value[] = [], deadlineMs = this.deadlineMs): Promise<Rows> {
    const endsAtMs = performance.now() + deadlineMs
    const ask = (leftMs: number) => this.#pool.use((client) => client.query(text, values), leftMs)
    try {
      return await ask(deadlineMs).catch((error: unknown) => {
        const leftMs = endsAtMs - performance.now()
        if (!(error instanceof ConnectionLost) || leftMs < againMin * deadlineMs) throw error
        return ask(leftMs)
      })
    } catch (error) {
      throw asPromised(this.noted(error))
    }
  }

  /** As {@link read}, but never asked again: whether it was carried out shows only in what it returns. */
  async readOnce(text: string, values: readonly Value[], deadlineMs: number): Promise<Rows> {
    try {
      return await this.#pool.use((client) => client.query(text, values), deadlineMs)
    } catch (error) {
      throw asPromised(this.noted(error))
    }
  }

  /** One statement, which is a transaction by itself. `writes` is how many writes of the port it contains. */
  async write(text: string, values: readonly Value[] = [], writes = 1, deadlineMs?: number): Promise<Rows> {
    try {
      const startedMs = performance.now()
      const rows = await this.#patiently(
        (leftMs) => this.#pool.use((client) => client.query(text, values), leftMs),
        deadlineMs,
      )
      // A purge that has found nothing has not waited for a disk.
      if (rows.count > 0) this.#observer?.commit(writes, performance.now() - startedMs)
      return rows
    } catch (error) {
      throw asCommitFailure(this.noted(error))
    }
  }

  /** Commits once the work is done, unless it throws. It may run again from the start. */
  async transact<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    let isCommitting = false
    const inTransaction = async (client: Client): Promise<T> => {
      isCommitting = false
      const begun = client.query('begin isolation level read committed')
      const ended = Promise.all([begun, work((text, values) => client.query(text, values))])
      try {
        const [, result] = await ended
        isCommitting = true
        await client.query('commit')
        return result
      } catch (error) {
        if (!client.isClosed) await client.query('rollback').catch(() => client.destroy())
        throw error
      }
    }
    try {
      return await this.#patiently((leftMs) => this.#pool.use(inTransaction, leftMs))
    } catch (error) {
      throw isCommitting ? asCommitFailure(this.noted(error)) : asPromised(this.noted(error))
    }
  }

  /**
   * Frees what dead rows of the table hold. False if it is locked. A role that does not own it must leave this to the
   * server, which does it by itself later.
   */
  async vacuum(table: string): Promise<boolean> {
    try {
      const [owner] = await this.#pool.use((client) => client.query(ownsText, [table]))
      if (owner?.is_owner !== true) {
        this.#log.warn(
          { table },
          'overwritten data is left to autovacuum: the database role does not own the table',
        )
        return true
      }
      await this.#pool.use((client) => this.#vacuum(client, table), vacuumDeadlineMs)
      return true
    } catch (error) {
      if (isLocked(error)) return false
      throw asPromised(this.noted(error))
    }
  }

  /** It takes as long as it takes, on a connection that is used for nothing else afterward. */
  async #vacuum(client: Client, table: string): Promise<void> {
    if (this.#pool.hasSessions) await client.query('set statement_timeout = 0')
    await client.query(`vacuum ${table}`)
    client.destroy()
  }

  /** The result, or null if it finds damage: for work that must continue with other rows. */
  unlessDamaged<T>(work: () => T): T | null {
    try {
      return work()
    } catch (error) {
      if (!isDamage(error)) throw error
      this.noted(error)
      return null
    }
  }

  /** Runs `work` on rows, which may turn out to be damaged. */
  reading<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw asPromised(this.noted(error))
    }
  }

  close(): Promise<void> {
    return this.#pool.close()
  }

  noted(error: unknown): unknown {
    if (isDamage(error)) this.damage.note((error as Error).message)
    else if (isUnavailable(error)) this.#outages.note((error as Error).message)
    return error
  }

  /** All tries share the deadline. */
  async #patiently<T>(work: (leftMs: number) => Promise<T>, deadlineMs = this.deadlineMs): Promise<T> {
    const endsAtMs = performance.now() + deadlineMs
    for (let tries = 1; ; tries++) {
      try {
        return await work(endsAtMs - performance.now())
      } catch (error) {
        const isPassing = isConflict(error) || isNumberTaken(error)
        if (!isPassing || tries === triesMax || performance.now() >= endsAtMs) throw error
      }
    }
  }
}
