/**
 * Puts trouble between the real storage code and SQLite, from outside: statements fail as SQLite's do, commits end in
 * doubt, and processes die between two statements. Works on every database of this thread that a process has opened.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

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

/** Prepared when it first runs: most lives of a process are too short for most of its statements. */
class FaultyStatement {
  readonly #owner: Owner
  readonly #sql: string
  readonly #prepare: () => StatementSync
  #prepared: StatementSync | null = null

  constructor(owner: Owner, sql: string, prepare: () => StatementSync) {
    this.#owner = owner
    this.#sql = sql
    this.#prepare = prepare
  }

  run(...values: SQLInputValue[]) {
    return this.#disturbed((statement) => statement.run(...values))
  }

  get(...values: SQLInputValue[]) {
    return this.#disturbed((statement) => statement.get(...values))
  }

  all(...values: SQLInputValue[]) {
    return this.#disturbed((statement) => statement.all(...values))
  }

  iterate(...values: SQLInputValue[]) {
    return this.#disturbed((statement) => statement.iterate(...values))
  }

  #disturbed<T>(run: (statement: StatementSync) => T): T {
    this.#owner.before(this.#sql)
    this.#prepared ??= this.#prepare()
    const result = run(this.#prepared)
    this.#owner.after(this.#sql)
    return result
  }
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
    const prepared = () => prepare.call(this, sql, ...options)
    return owner === null
      ? prepared()
      : (new FaultyStatement(owner, sql, prepared) as unknown as StatementSync)
  }
}
