/** References that were reversed before they arrived. Whatever comes later under them has no effect. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'

export class Tombstones {
  readonly #find: StatementSync
  readonly #insert: StatementSync

  constructor(db: DatabaseSync) {
    this.#find = db.prepare('select 1 from tombstones where reference = ?')
    this.#insert = db.prepare(
      'insert into tombstones (reference, created_at_ms) values (?, ?) on conflict do nothing',
    )
  }

  has(reference: string): boolean {
    return this.#find.get(reference) !== undefined
  }

  add(reference: string, nowMs: number): void {
    this.#insert.run(reference, nowMs)
  }
}
