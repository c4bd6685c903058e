/** One process's hold on the database file: what its statements meet, and how it lets go when it dies. */
import type { DatabaseSync } from 'node:sqlite'
import type { Life } from './life.ts'
import { type StatementFaults, type sqliteCodes, sqliteError } from './sqlite-faults.ts'
import type { World } from './world.ts'

/** A dead process runs no statement: whatever code still waits for one must not go on. */
export class ProcessEnded extends Error {
  override name = 'ProcessEnded'
}

const refusals: readonly (keyof typeof sqliteCodes)[] = ['busy', 'full', 'readOnly', 'ioError', 'cannotOpen']

export class SqliteProcess implements StatementFaults {
  readonly databases = new Set<DatabaseSync>()
  readonly #world: World
  readonly #life: Life
  readonly #die: () => void
  #isWriting = false

  constructor(world: World, life: Life, die: () => void) {
    this.#world = world
    this.#life = life
    this.#die = die
  }

  before(sql: string): void {
    const world = this.#world
    const { faults } = world
    if (this.#life.isDead) throw new ProcessEnded()
    if (world.isStorageFailing) this.#fail('ioError')
    if (sql === 'begin immediate') {
      this.#isWriting = false
      if (world.hits(faults.storageError)) this.#fail(world.random.pick(refusals))
    } else if (!this.#isWriting) {
      // Not "busy", which opening waits out by the machine's clock; readers of a write-ahead log hardly ever meet it.
      if (world.hits(faults.storageError / 10)) this.#fail('ioError')
    } else if (sql === 'commit') {
      if (world.hits(faults.commitUnknown / 2)) this.#endInDoubt(false)
    } else if (sql !== 'rollback') {
      if (world.hits(faults.storageError / 8)) this.#fail(world.random.pick(['full', 'ioError']))
      if (world.hits(faults.crashInCommit)) this.#end('died_in_transaction')
    }
  }

  after(sql: string): void {
    const { faults } = this.#world
    if (sql === 'begin immediate') this.#isWriting = true
    if (sql === 'rollback') this.#isWriting = false
    if (sql !== 'commit' || !this.#isWriting) return
    this.#isWriting = false
    if (this.#world.hits(faults.crashInCommit)) this.#end('died_after_commit')
    if (this.#world.hits(faults.commitUnknown / 2)) this.#endInDoubt(true)
  }

  /** As the operating system does it: what was not committed is not there. */
  letGo(): void {
    for (const database of this.databases) {
      if (database.isOpen) database.close()
    }
    this.databases.clear()
  }

  #fail(name: keyof typeof sqliteCodes): never {
    this.#world.count('storage_failed')
    this.#world.count(name === 'busy' ? 'storage_was_busy' : 'storage_statement_failed')
    throw sqliteError(name)
  }

  #endInDoubt(isApplied: boolean): never {
    this.#world.count(isApplied ? 'commit_unknown_and_applied' : 'commit_unknown_and_not_applied')
    throw sqliteError('ioError')
  }

  #end(how: 'died_in_transaction' | 'died_after_commit'): never {
    this.#world.count(how)
    this.#die()
    throw new ProcessEnded()
  }
}
