/**
 * The book in a SQLite file, under the real adapter: each process has a connection of its own, as two processes on one
 * machine have. The file lies in memory where the system has such a place, so that a sync costs nothing.
 */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { systemClock } from '../../src/platform/system-clock.ts'
import { systemRandom } from '../../src/platform/system-random.ts'
import type { Storage } from '../../src/ports/storage.ts'
import { reunite } from '../../src/storage/personal-data.ts'
import { openSqlite } from '../../src/storage/sqlite/open-sqlite.ts'
import { findingsIn } from '../findings.ts'
import type { Life } from './life.ts'
import { mortal } from './mortal-storage.ts'
import type { OurBook } from './our-book.ts'
import { addParties } from './parties.ts'
import { watchStatements } from './sqlite-faults.ts'
import { SqliteProcess } from './sqlite-process.ts'
import type { Store } from './store.ts'
import { watched } from './watched-storage.ts'
import type { World } from './world.ts'

const noLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
/** Nobody can give way while another one waits: all processes share this thread. */
const options = {
  log: noLog,
  clock: systemClock,
  random: systemRandom,
  create: 'sandbox',
  busyTimeoutMs: 0,
} as const
const memoryFolder = '/dev/shm'

function makeFolder(): string {
  return mkdtempSync(join(existsSync(memoryFolder) ? memoryFolder : tmpdir(), 'flowlix-simulation-'))
}

type Reader = Readonly<{
  database: DatabaseSync
  version: StatementSync
  events: StatementSync
  nextDelivery: StatementSync
}>

function openReader(file: string): Reader {
  const database = new DatabaseSync(file)
  return {
    database,
    version: database.prepare('select version from payments where id = ?'),
    nextDelivery: database.prepare('select min(next_at_ms) as at_ms from webhook_deliveries'),
    events: database.prepare(
      `select events.body, personal_data.body as personal_data
       from events left join personal_data using (payment_number, version, position)
       where payment_number = (select number from payments where id = ?) and version = ? order by position`,
    ),
  }
}

let template: Promise<Uint8Array> | null = null

/** An installation as it is before its first payment. Made outside of any world: its time is the machine's. */
export function sqliteTemplate(): Promise<Uint8Array> {
  template ??= makeTemplate()
  return template
}

async function makeTemplate(): Promise<Uint8Array> {
  const folder = makeFolder()
  try {
    const storage = await openSqlite(join(folder, 'template.db'), options)
    await addParties(storage)
    await storage.close()
    return readFileSync(join(folder, 'template.db'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export class SqliteStore implements Store {
  readonly #world: World
  readonly #ours: OurBook
  readonly #folder = makeFolder()
  readonly #file = join(this.#folder, 'gateway.db')
  readonly #copy = join(this.#folder, 'copy.db')
  /** The dead ones, too: whatever they still try must meet their end. */
  readonly #processes = new Map<Life, SqliteProcess>()
  #isAuditing = false
  #reader: Reader | null = null
  #isLocked = false

  constructor(world: World, ours: OurBook, template: Uint8Array) {
    this.#world = world
    this.#ours = ours
    for (const file of [this.#file, this.#copy]) writeFileSync(file, template, { mode: 0o600 })
    watchStatements(() => this.#opener())
    this.#planLocks()
  }

  async openFor(life: Life, die: () => void): Promise<Storage> {
    this.#processes.set(life, new SqliteProcess(this.#world, life, die))
    const storage = await openSqlite(this.#file, options)
    const watch = { world: this.#world, ours: this.#ours, life, store: this }
    return mortal(this.#world, watched(storage, watch), life)
  }

  abandon(life: Life): void {
    this.#processes.get(life)?.letGo()
  }

  async audit<T>(look: (truth: Storage) => Promise<T>): Promise<T> {
    this.#isAuditing = true
    const truth = await openSqlite(this.#file, options)
    this.#isAuditing = false
    try {
      return await look(truth)
    } finally {
      await truth.close()
    }
  }

  async versionOf(paymentId: string): Promise<number> {
    return Number(this.#reading().version.get(paymentId)?.version ?? 0)
  }

  async eventsAt(paymentId: string, version: number): Promise<readonly string[]> {
    return this.#reading()
      .events.all(paymentId, version)
      .map(({ body, personal_data: personalData }) =>
        JSON.stringify(reunite(String(body), personalData === null ? null : String(personalData))),
      )
  }

  nextDeliveryMs(): number | null {
    return this.#reading().nextDelivery.get()?.at_ms as number | null
  }

  verify(): readonly string[] {
    return this.#undisturbed(() => findingsIn(this.#file))
  }

  async backUp(): Promise<void> {
    rmSync(this.#copy)
    const database = this.#undisturbed(() => new DatabaseSync(this.#file))
    this.#undisturbed(() => database.exec(`vacuum into '${this.#copy}'`))
    database.close()
  }

  async restore(): Promise<void> {
    this.#closeReader()
    for (const rest of ['-wal', '-shm']) rmSync(this.#file + rest, { force: true })
    copyFileSync(this.#copy, this.#file)
  }

  dispose(): void {
    for (const life of [...this.#processes.keys()]) this.abandon(life)
    this.#closeReader()
    rmSync(this.#folder, { recursive: true })
  }

  #reading(): Reader {
    this.#reader ??= this.#undisturbed(() => openReader(this.#file))
    return this.#reader
  }

  #closeReader(): void {
    this.#reader?.database.close()
    this.#reader = null
  }

  #opener(): SqliteProcess | null {
    const { current } = this.#world.kernel
    return this.#isAuditing || current === null ? null : (this.#processes.get(current) ?? null)
  }

  /** What is opened meanwhile belongs to no process. */
  #undisturbed<T>(open: () => T): T {
    this.#isAuditing = true
    try {
      return open()
    } finally {
      this.#isAuditing = false
    }
  }

  /** Another process, a backup or somebody's shell, holds the file for a while. */
  #planLocks(): void {
    const { kernel } = this.#world
    for (const { fromMs, untilMs, kind } of this.#world.storageOutages) {
      if (kind !== 'locked') continue
      kernel.at(fromMs, 'another process locks the file', () => {
        if (!this.#world.isHostile || this.#isLocked) return
        this.#isLocked = true
        const locker = new DatabaseSync(this.#file)
        this.#undisturbed(() => locker.exec('begin immediate'))
        this.#world.count('storage_locked')
        kernel.at(untilMs - fromMs, 'it lets go', () => {
          this.#isLocked = false
          locker.close()
        })
      })
    }
  }
}
