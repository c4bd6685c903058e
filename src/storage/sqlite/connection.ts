/**
 * The one connection of a process. All writes that arrive in one turn of the event loop share a transaction: one sync
 * to the disk for all of them, and each is acknowledged only after it. A write that fails by a fault fails alone.
 */
import type { DatabaseSync } from 'node:sqlite'
import { identityOf, memoryFile } from '../../platform/database-place.ts'
import { inWords } from '../../platform/file-trouble.ts'
import { StorageUnavailable } from '../../ports/storage.ts'
import type { Log } from '../../ports/system.ts'
import { Damage } from '../damage.ts'
import type { StorageObserver } from '../observer.ts'
import {
  asCommitFailure,
  asPromised,
  breaksConnection,
  isDamage,
  isPromised,
  isUnavailable,
} from './failures.ts'
import { newSession, type Session } from './session.ts'

/** A limit, so that a flood of writes does not keep the event loop for long. */
const writesPerCommitMax = 512

type Job = {
  /** Does the work in the open session, and returns what acknowledges it. */
  readonly run: () => () => void
  readonly reject: (error: unknown) => void
  acknowledge: () => void
  /** Null unless it failed alone. */
  fault: Readonly<{ error: unknown }> | null
}

type ConnectionOptions<Statements> = Readonly<{
  file: string
  /** Opens the file whenever it is needed and not open. */
  open(): DatabaseSync
  /** Brings the schema of the opened file up to date and prepares every statement. */
  prepare(database: DatabaseSync): Statements
  log: Log
  observer?: StorageObserver | undefined
}>

export class Connection<Statements> {
  readonly damage: Damage
  readonly #file: string
  readonly #log: Log
  readonly #options: ConnectionOptions<Statements>
  #session: Session<Statements> | null = null
  #queue: Job[] = []
  #isFlushPlanned = false
  #isClosed = false
  /** As SQLite counts, by connection; null on a new one. */
  #dataVersion: number | null = null
  #othersVersion = 0
  #isVersionFresh = false
  readonly #forgetOthersVersion = (): void => {
    this.#isVersionFresh = false
  }

  constructor(options: ConnectionOptions<Statements>) {
    this.#file = options.file
    this.#log = options.log
    this.#options = options
    this.damage = new Damage(options.log)
  }

  /** Opens the file unless it is open. */
  open(): void {
    try {
      this.#open()
    } catch (error) {
      throw asPromised(error)
    }
  }

  /** One statement, which reads committed data. */
  read<T>(work: (statements: Statements) => T): T {
    try {
      return work(this.#open().statements)
    } catch (error) {
      throw this.#failure(error)
    }
  }

  /** Several statements that see the same state, no matter what other processes commit in the meantime. */
  readTogether<T>(work: (statements: Statements) => T): T {
    return this.read(() => {
      const session = this.#open()
      session.beginRead.run()
      try {
        const result = work(session.statements)
        session.commit.run()
        return result
      } catch (error) {
        this.#rollBack()
        throw error
      }
    })
  }

  /** The result, or null if it finds damage: for work that must continue with other rows. */
  unlessDamaged<T>(work: () => T): T | null {
    try {
      return work()
    } catch (error) {
      if (!isDamage(error)) throw error
      this.damage.note(inWords(error))
      return null
    }
  }

  /** Throws if the open file no longer has that name: a deleted file still accepts writes, which are then lost. */
  checkFile(): void {
    if (this.#open().identity === identityOf(this.#file)) return
    throw new StorageUnavailable('the database file is gone or was replaced by another one')
  }

  /**
   * Rises whenever another process has committed, or the file was opened again. It is asked for once until everything that
   * follows from one event has run, and no longer: the next event may bring a request that was sent after a response of
   * another process.
   */
  othersVersion(): number {
    if (this.#isVersionFresh) return this.#othersVersion
    const found = this.read(() => this.#open().dataVersion.get() as { data_version: number }).data_version
    if (found !== this.#dataVersion) this.#othersVersion += 1
    this.#dataVersion = found
    this.#isVersionFresh = true
    // A tick that is planned by a microtask comes when no microtask is left, and before the event loop goes on.
    queueMicrotask(() => process.nextTick(this.#forgetOthersVersion))
    return this.#othersVersion
  }

  /** Resolves after the commit. `work` is atomic. It may run twice: the first run is then rolled back. */
  write<T>(work: (statements: Statements) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#isClosed) return reject(closed())
      const run = () => {
        const result = work(this.#open().statements)
        return () => resolve(result)
      }
      this.#queue.push({ run, reject, acknowledge: () => {}, fault: null })
      this.#planFlush()
    })
  }

  /** Writes that wait are still done. */
  close(): void {
    while (this.#queue.length > 0) this.#flush()
    this.#isClosed = true
    this.#session?.database.close()
    this.#session = null
  }

  #open(): Session<Statements> {
    if (this.#session !== null) return this.#session
    if (this.#isClosed) throw closed()
    const database = this.#options.open()
    try {
      this.#session = newSession(database, identityOf(this.#file), this.#options.prepare(database))
      this.#dataVersion = null
      this.#isVersionFresh = false
      return this.#session
    } catch (error) {
      database.close()
      throw error
    }
  }

  #planFlush(): void {
    if (this.#isFlushPlanned) return
    this.#isFlushPlanned = true
    // After the callbacks of everything that the sockets brought in this turn.
    setImmediate(() => {
      this.#isFlushPlanned = false
      this.#flush()
      if (this.#queue.length > 0) this.#planFlush()
    })
  }

  #flush(): void {
    const jobs = this.#queue
    this.#queue = jobs.length > writesPerCommitMax ? jobs.splice(writesPerCommitMax) : []
    if (jobs.length === 0) return
    try {
      this.#commit(jobs)
    } catch (error) {
      for (const job of jobs) job.reject(job.fault === null ? error : job.fault.error)
      return
    }
    for (const job of jobs) {
      if (job.fault === null) job.acknowledge()
      else job.reject(job.fault.error)
    }
  }

  /** Faults are rare and savepoints cost a quarter of a write, so they are used once there is a fault to contain. */
  #commit(jobs: readonly Job[]): void {
    try {
      this.#transact(jobs, runJob)
    } catch (error) {
      if (isPromised(error) && !isDamage((error as Error).cause)) throw error
      this.#transact(jobs, runJobContained)
    }
  }

  #transact(jobs: readonly Job[], run: (job: Job, session: Session<Statements>) => void): void {
    let isCommitting = false
    const { observer } = this.#options
    const begunMs = observer === undefined ? 0 : performance.now()
    try {
      const session = this.#open()
      this.checkFile()
      session.begin.run()
      for (const job of jobs) run(job, session)
      isCommitting = true
      session.commit.run()
      observer?.commit(jobs.length, performance.now() - begunMs)
    } catch (error) {
      this.#rollBack()
      throw this.#failure(error, isCommitting)
    }
  }

  #rollBack(): void {
    try {
      if (this.#session?.database.isTransaction) this.#session.rollback.run()
    } catch (error) {
      this.#drop(error)
    }
  }

  /** What to throw; a connection that may be broken is given up, and the next use opens another one. */
  #failure(error: unknown, isCommitting = false): unknown {
    if (isDamage(error)) this.damage.note(inWords(error))
    if (breaksConnection(error)) this.#drop(error)
    return isCommitting ? asCommitFailure(error) : asPromised(error)
  }

  #drop(error: unknown): void {
    if (this.#session === null || this.#file === memoryFile) return
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : null
    this.#log.warn({ code }, 'the database connection is lost and will be opened again')
    const { database } = this.#session
    this.#session = null
    try {
      database.close()
    } catch {
      // It is unusable anyway, and whatever was open in it is rolled back when the file is opened again.
    }
  }
}

function runJob(job: Job): void {
  job.acknowledge = job.run()
}

/**
 * A fault, or a damaged row, undoes its own job; when the storage fails, or SQLite ended the transaction, the others
 * cannot go on.
 */
function runJobContained<Statements>(job: Job, session: Session<Statements>): void {
  session.savepoint.run()
  try {
    job.acknowledge = job.run()
  } catch (error) {
    if (isUnavailable(error) && !isDamage(error)) throw error
    if (!session.database.isTransaction) {
      throw new StorageUnavailable('SQLite ended the transaction', { cause: error })
    }
    job.fault = { error: asPromised(error) }
    session.rollbackToSavepoint.run()
  }
  session.release.run()
}

function closed(): StorageUnavailable {
  return new StorageUnavailable('the storage is closed')
}
