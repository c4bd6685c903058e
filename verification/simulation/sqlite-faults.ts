/**
 * Puts trouble between the real storage code and SQLite, from outside: statements fail as SQLite's do, commits end in
 * doubt, and processes die between two statements. Works on every database of this thread that a process has opened.
 */
import { DatabaseSync, StatementSync } from 'node:sqlite'

/** What one process's statements meet. Both may throw. */
export interface StatementFaults {
  before(sql: string): void
  after(sql: string): void
}

type Owner = StatementFaults & { readonly databases: Set<DatabaseSync> }

/** SQLite's primary result codes, as Node tells them. */
export const sqliteCodes = { busy: 5, readOnly: 8, ioError: 10, full: 13, cannotOpen: 14 } as const

export function sqliteError(name: keyof typeof sqliteCodes): Error {
  const errcode = sqliteCodes[name]
  return Object.assign(new Error(`simulated: ${name}`), { code: 'ERR_SQLITE_ERROR', errcode, errstr: name })
}

/** Null for databases that nothing disturbs. */
const owners = new WeakMap<DatabaseSync, Owner | null>()
const statements = new WeakMap<StatementSync, Readonly<{ owner: Owner; sql: string }>>()
let currentOwner: () => Owner | null = () => null

/** `find` says whose database it is that is being opened. */
export function watchStatements(find: () => Owner | null): void {
  currentOwner = find
  install()
}

function ownerOf(database: DatabaseSync): Owner | null {
  const known = owners.get(database)
  if (known !== undefined) return known
  const owner = currentOwner()
  owners.set(database, owner)
  owner?.databases.add(database)
  return owner
}

let isInstalled = false

function install(): void {
  if (isInstalled) return
  isInstalled = true
  const { exec, prepare } = DatabaseSync.prototype
  DatabaseSync.prototype.exec = function (sql) {
    const owner = ownerOf(this)
    owner?.before('exec')
    return exec.call(this, sql)
  }
  DatabaseSync.prototype.prepare = function (sql, ...options) {
    const owner = ownerOf(this)
    const statement = prepare.call(this, sql, ...options)
    if (owner !== null) statements.set(statement, { owner, sql })
    return statement
  }
  for (const name of ['run', 'get', 'all'] as const) {
    const original = StatementSync.prototype[name] as (...values: unknown[]) => unknown
    const faulty = function (this: StatementSync, ...values: unknown[]): unknown {
      const known = statements.get(this)
      if (known === undefined) return original.apply(this, values)
      known.owner.before(known.sql)
      const result = original.apply(this, values)
      known.owner.after(known.sql)
      return result
    }
    Object.assign(StatementSync.prototype, { [name]: faulty })
  }
}
