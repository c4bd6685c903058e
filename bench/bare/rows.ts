/**
 * Two rows a request, which is the least that keeps the promise of a 201: the payment, and the response that a repeated
 * request gets. Durable as the gateway's: WAL, synchronous FULL, one transaction for all that arrive in one turn.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'

type Waiting = Readonly<{
  id: string
  request: string
  idempotencyKey: string
  response: string
  committed: () => void
}>

const schema = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma wal_autocheckpoint = 4000;
  create table payments (id text primary key, request text not null) strict, without rowid;
  create table responses (idempotency_key text primary key, response text not null) strict, without rowid;
`

export class BareRows {
  readonly #addPayment: StatementSync
  readonly #addResponse: StatementSync
  readonly #begin: StatementSync
  readonly #commit: StatementSync
  #waiting: Waiting[] = []

  constructor(databaseFile: string) {
    const database = new DatabaseSync(databaseFile)
    database.exec(schema)
    this.#addPayment = database.prepare('insert into payments values (?, ?)')
    this.#addResponse = database.prepare('insert into responses values (?, ?)')
    this.#begin = database.prepare('begin immediate')
    this.#commit = database.prepare('commit')
  }

  /** `committed` is called when the rows are durable. */
  insert(one: Waiting): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#flush())
    this.#waiting.push(one)
  }

  #flush(): void {
    const group = this.#waiting
    this.#waiting = []
    this.#begin.run()
    for (const { id, request, idempotencyKey, response } of group) {
      this.#addPayment.run(id, request)
      this.#addResponse.run(idempotencyKey, response)
    }
    this.#commit.run()
    for (const { committed } of group) committed()
  }
}
