/** A second connection to the gateway's database, to see whether anything was written. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export class StorageWatch {
  readonly #database: DatabaseSync

  constructor(folder: string) {
    this.#database = new DatabaseSync(join(folder, 'flowlix.db'), { readOnly: true })
  }

  /** Of every table there is. */
  rowCounts(): Readonly<Record<string, number>> {
    const tables = this.#database.prepare("select name from sqlite_master where type = 'table'").all()
    return Object.fromEntries(
      tables.map(({ name }) => {
        const row = this.#database.prepare(`select count(*) as count from "${name}"`).get()
        return [name, Number(row?.count)]
      }),
    )
  }

  /** Changes whenever another connection has committed something, be it no new row. */
  dataVersion(): number {
    return Number(this.#database.prepare('pragma data_version').get()?.data_version)
  }

  close(): void {
    this.#database.close()
  }
}
