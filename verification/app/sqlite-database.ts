/** See GatewayDatabase: SQLite files in the folder of the test. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { GatewayDatabase, Kept } from './gateway-database.ts'

const fileName = 'flowlix.db'

export class SqliteDatabase implements GatewayDatabase {
  readonly engine = 'sqlite'
  readonly #folder: string
  #watch: DatabaseSync | null = null

  constructor(folder: string) {
    this.#folder = folder
  }

  get url(): string {
    return `sqlite:${join(this.#folder, fileName)}`
  }

  async rowCounts(): Promise<Readonly<Record<string, number>>> {
    const watch = this.#watching()
    const tables = watch.prepare("select name from sqlite_master where type = 'table'").all()
    return Object.fromEntries(
      tables.map(({ name }) => {
        const row = watch.prepare(`select count(*) as count from "${name}"`).get()
        return [name, Number(row?.count)]
      }),
    )
  }

  async version(): Promise<string> {
    return String(this.#watching().prepare('pragma data_version').get()?.data_version)
  }

  async contents(): Promise<ReadonlyMap<string, string>> {
    return new Map(
      ownFiles(this.#folder).map((name) => [name, readFileSync(join(this.#folder, name), 'latin1')]),
    )
  }

  async breakTable(name: string): Promise<() => Promise<void>> {
    const broken = "begin select raise(abort, 'simulated'); end"
    this.#execute(`create trigger broken after insert on ${name} ${broken}`).close()
    return async () => this.#execute('drop trigger broken').close()
  }

  async stopWrites(): Promise<() => Promise<void>> {
    const other = this.#execute('begin immediate')
    return async () => other.close()
  }

  async keep(): Promise<Kept> {
    const kept = mkdtempSync(join(this.#folder, 'kept-'))
    copyOwnFiles(this.#folder, kept)
    return {
      restore: async () => {
        await this.empty()
        copyOwnFiles(kept, this.#folder)
      },
    }
  }

  async empty(): Promise<void> {
    for (const name of ownFiles(this.#folder)) rmSync(join(this.#folder, name))
  }

  async close(): Promise<void> {
    this.#watch?.close()
    this.#watch = null
  }

  /** The folder is its owner's to remove. */
  async remove(): Promise<void> {
    await this.close()
  }

  #execute(sql: string): DatabaseSync {
    const connection = new DatabaseSync(join(this.#folder, fileName))
    connection.exec(sql)
    return connection
  }

  /** One connection for all questions: a version is comparable only with one that the same connection has seen. */
  #watching(): DatabaseSync {
    this.#watch ??= new DatabaseSync(join(this.#folder, fileName), { readOnly: true })
    return this.#watch
  }
}

/** Without those of the sandbox acquirer. */
function ownFiles(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith(fileName))
}

function copyOwnFiles(from: string, to: string): void {
  for (const name of ownFiles(from)) copyFileSync(join(from, name), join(to, name))
}
