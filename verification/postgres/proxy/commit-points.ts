/** Knows which message of a client commits: `COMMIT`, or a statement that writes outside of a transaction. */
import { type Frame, stringsOf } from './frames.ts'

const begins = /^\s*(?:begin|start\s+transaction)\b/i
const commits = /^\s*(?:commit|end)\b/i
const rollsBack = /^\s*rollback\b(?!\s+(?:work\s+|transaction\s+)?to\b)/i
const writes = /\b(?:insert\s+into|update|delete\s+from|merge\s+into|create|alter|drop|truncate)\b/i

type Statement = Readonly<{ sql: string; parameters: string }>

export class CommitPoints {
  readonly #statements = new Map<string, string>()
  readonly #portals = new Map<string, Statement>()
  /** What the open transaction has carried out so far; null outside of one. */
  #transaction: string[] | null = null

  /** Everything that this message commits, statements and parameters; null if it commits nothing. */
  read(frame: Frame): string | null {
    const statement = this.#executed(frame)
    if (statement === null) return null
    const { sql } = statement
    if (begins.test(sql)) this.#transaction = []
    const text = [...(this.#transaction ?? []), sql, statement.parameters].join('\n')
    if (rollsBack.test(sql)) this.#transaction = null
    if (commits.test(sql)) {
      this.#transaction = null
      return text
    }
    this.#transaction?.push(sql, statement.parameters)
    return this.#transaction === null && writes.test(sql) ? text : null
  }

  #executed(frame: Frame): Statement | null {
    switch (frame.type) {
      case 'Q':
        return { sql: stringsOf(frame, 1)[0] ?? '', parameters: '' }
      case 'P': {
        const [name = '', sql = ''] = stringsOf(frame, 2)
        this.#statements.set(name, sql)
        return null
      }
      case 'B': {
        const [portal = '', name = ''] = stringsOf(frame, 2)
        const sql = this.#statements.get(name) ?? ''
        this.#portals.set(portal, { sql, parameters: frame.bytes.toString('utf8') })
        return null
      }
      case 'E':
        return this.#portals.get(stringsOf(frame, 1)[0] ?? '') ?? { sql: '', parameters: '' }
      default:
        return null
    }
  }
}
