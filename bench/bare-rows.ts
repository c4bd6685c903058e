/**
 * The same rows as the gateway's, in tables with the same columns, keys and indexes but without constraints and
 * triggers, under the same durability: WAL, synchronous FULL, one transaction for all that arrive in one turn.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Sample, SampleTable } from './sample.ts'

type Waiting = Readonly<{ paymentId: string; idempotencyKey: string; committed: () => void }>
type Value = string | number | null
type Cell = (paymentId: string, idempotencyKey: string) => Value

export class BareRows {
  readonly #database: DatabaseSync
  readonly #inserts: readonly Readonly<{ statement: StatementSync; cells: readonly Cell[] }>[]
  readonly #begin: StatementSync
  readonly #commit: StatementSync
  #waiting: Waiting[] = []

  constructor(databaseFile: string, sample: Sample) {
    this.#database = new DatabaseSync(databaseFile)
    this.#database.exec('pragma journal_mode = wal; pragma synchronous = full')
    this.#inserts = sample.tables.map((table) => {
      this.#database.exec(tableText(table))
      const marks = table.columns.map(() => '?').join(', ')
      const statement = this.#database.prepare(`insert into ${table.name} values (${marks})`)
      return { statement, cells: table.columns.map(({ name }) => cellOf(table.row[name] ?? null, sample)) }
    })
    this.#begin = this.#database.prepare('begin immediate')
    this.#commit = this.#database.prepare('commit')
  }

  /** `committed` is called when the rows are durable. */
  insert(paymentId: string, idempotencyKey: string, committed: () => void): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#flush())
    this.#waiting.push({ paymentId, idempotencyKey, committed })
  }

  #flush(): void {
    const group = this.#waiting
    this.#waiting = []
    this.#begin.run()
    for (const { paymentId, idempotencyKey } of group) {
      for (const { statement, cells } of this.#inserts) {
        statement.run(...cells.map((cell) => cell(paymentId, idempotencyKey)))
      }
    }
    this.#commit.run()
    for (const { committed } of group) committed()
  }
}

function tableText(table: SampleTable): string {
  const columns = table.columns.map(({ name, type }) => `${name} ${type}`).join(', ')
  return `create table ${table.name} (${columns}, primary key (${table.primaryKey.join(', ')})) strict;
    ${table.indexes.join(';\n')}`
}

/** The sample's value with the new payment's id and key in it; cut up beforehand, so that only joining is left. */
function cellOf(value: Value, sample: Sample): Cell {
  if (typeof value !== 'string') return () => value
  const pieces = value.split(sample.paymentId).map((part) => part.split(sample.idempotencyKey))
  if (pieces.length === 1 && pieces[0]?.length === 1) return () => value
  return (paymentId, idempotencyKey) => pieces.map((part) => part.join(idempotencyKey)).join(paymentId)
}
