/** SQLite for the storage contract. */
import { DatabaseSync, StatementSync } from 'node:sqlite'
import type { BrokenRule, Engine, Failing, Opened, RawDatabase, RawRow } from '../storage/engine.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'
import { rebuildPayments } from './rebuilt.ts'

/** Waiting for a lock is not what the contract is about. */
const busyTimeoutMs = 100

async function openFile(beforeRaw: (file: string) => void): Promise<Opened> {
  const file = aDatabaseFile()
  return {
    storage: await openQuietly(file, busyTimeoutMs),
    // The first connection is left as it is: only what is on the disk counts.
    reopen: () => openQuietly(file, busyTimeoutMs),
    raw: async () => {
      beforeRaw(file)
      return rawSqlite(file)
    },
    failing: failing(file),
  }
}

export const sqliteFile: Engine = { name: 'a SQLite file', lacks: [], open: () => openFile(() => {}) }

/** As after an upgrade that had to rebuild the table of payments. */
export const rebuiltSqliteFile: Engine = {
  name: 'a SQLite file whose payments were rebuilt',
  lacks: [],
  open: () => openFile(rebuildPayments),
}

export const sqliteMemory: Engine = {
  name: 'a SQLite database in memory',
  lacks: ['durability', 'raw access', 'failures'],
  open: async () => ({ storage: await openQuietly(':memory:') }),
}

/** SQLite's extended result codes. */
const rules: Readonly<Record<number, BrokenRule>> = {
  275: 'check',
  787: 'reference',
  1555: 'unique',
  2067: 'unique',
  3091: 'type',
}

function rawSqlite(file: string): RawDatabase {
  const database = new DatabaseSync(file)
  return {
    eventsOfPayment: 'payment_number = (select number from payments where id = ?)',
    ownColumns: ['payments.number', 'personal_data.number'],
    brokenRule: (error) =>
      error instanceof Error && 'errcode' in error ? (rules[Number(error.errcode)] ?? null) : null,
    async rows(sql, ...values) {
      return database.prepare(sql).all(...values) as RawRow[]
    },
    async tryOut(...statements) {
      database.exec('begin immediate')
      try {
        const changes = statements.map(([sql, ...values]) => database.prepare(sql).run(...values).changes)
        return Number(changes.at(-1))
      } finally {
        database.exec('rollback')
      }
    },
    async close() {
      database.close()
    },
  }
}

function failing(file: string): Failing {
  return {
    async stopWrites() {
      const other = new DatabaseSync(file)
      other.exec('begin immediate')
      return async () => other.close()
    },
    loseNextCommit(isMade) {
      const { prototype } = StatementSync
      const run = prototype.run as (...values: unknown[]) => unknown
      const losing = function (this: StatementSync, ...values: unknown[]): unknown {
        if (this.sourceSQL !== 'commit') return run.apply(this, values)
        Object.assign(prototype, { run })
        if (isMade) run.apply(this, values)
        throw Object.assign(new Error('the disk failed'), { errcode: syncFailed })
      }
      Object.assign(prototype, { run: losing })
    },
  }
}

/** Failed to sync the write-ahead log. */
const syncFailed = 1_034
