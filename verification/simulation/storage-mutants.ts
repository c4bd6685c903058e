/** Bugs in the real storage. Found only where it runs. */
import type { Mutant } from './mutant.ts'

const payments = 'src/storage/sqlite/payments.ts'
const connection = 'src/storage/sqlite/connection.ts'
const wish = { storage: 'sqlite' } as const

/** Runs later, in a second transaction of its own. */
const inASecondTransaction = (call: string) => ({
  now: `later.push((statements) => ${call})`,
  around: `const later = []
async function finishLater(connection, result) {
  if (result === 'saved') await connection.write((statements) => later.splice(0).forEach((run) => run(statements)))
  return result
}

export function paymentStorage(connection: Connection<Statements>, random: SaltSource) {`,
})

const lateEvents = inASecondTransaction('appendEvents(statements, current.number, after.version, events)')
const lateRecord = inASecondTransaction('keepResponse(statements, idempotency)')
const savedLater = {
  file: payments,
  find: `        return save(statements, change, random)
      })`,
  replace: `        return save(statements, change, random)
      }).then((result) => finishLater(connection, result))`,
}

export const storageMutants: readonly Mutant[] = [
  {
    name: 'a save does not look at the version (SQLite)',
    seedsMax: 200,
    wish,
    edits: [
      {
        file: payments,
        find: "'select number, event_hash from payments where id = ? and version = ?'",
        replace: "'select number, event_hash from payments where id = ? and version >= ?'",
      },
    ],
  },
  {
    name: 'the events of a change are written in a second transaction',
    seedsMax: 200,
    wish,
    edits: [
      {
        file: payments,
        find: 'appendEvents(statements, current.number, after.version, events)',
        replace: lateEvents.now,
      },
      {
        file: payments,
        find: 'export function paymentStorage(connection: Connection<Statements>, random: SaltSource) {',
        replace: lateEvents.around,
      },
      savedLater,
    ],
  },
  {
    name: 'the answer to a change is kept in a second transaction',
    seedsMax: 500,
    wish,
    edits: [
      {
        file: payments,
        find: `  if (current === undefined) return 'lost_race'
  if (!keepResponse(statements, idempotency)) return 'idempotency_key_taken'`,
        replace: `  if (current === undefined) return 'lost_race'
  ${lateRecord.now}`,
      },
      {
        file: payments,
        find: 'export function paymentStorage(connection: Connection<Statements>, random: SaltSource) {',
        replace: lateRecord.around,
      },
      savedLater,
    ],
  },
  {
    name: 'a commit is acknowledged before it is made',
    seedsMax: 200,
    wish,
    edits: [
      {
        file: connection,
        find: '      isCommitting = true\n      session.commit.run()',
        replace: `      isCommitting = true
      setImmediate(() => {
        try {
          if (session.database.isOpen && session.database.isTransaction) session.commit.run()
        } catch {}
      })`,
      },
      {
        file: connection,
        find: '      session.begin.run()',
        replace: `      if (session.database.isTransaction) session.commit.run()
      session.begin.run()`,
      },
    ],
  },
  {
    name: 'a saved payment is not forgotten',
    seedsMax: 100,
    wish,
    edits: [{ file: payments, find: '        remembered.forget(change.before.id)\n', replace: '' }],
  },
  {
    name: 'a claimed payment is not forgotten',
    seedsMax: 100,
    wish,
    edits: [{ file: payments, find: 'for (const { id } of claimed) remembered.forget(id)', replace: '' }],
  },
  {
    name: "another process's commits are not noticed",
    seedsMax: 100,
    wish,
    edits: [
      {
        file: connection,
        find: 'if (found !== this.#dataVersion)',
        replace: 'if (this.#dataVersion === null)',
      },
    ],
  },
  {
    name: "another process's commits are noticed a turn late",
    seedsMax: 200,
    wish,
    edits: [
      {
        file: connection,
        find: 'queueMicrotask(() => process.nextTick(this.#forgetOthersVersion))',
        replace: 'setImmediate(this.#forgetOthersVersion)',
      },
    ],
  },
  {
    name: 'a claim does not raise the epoch',
    seedsMax: 100,
    wish,
    edits: [
      {
        file: payments,
        find: 'set epoch = epoch + 1, version = version + 1',
        replace: 'set version = version + 1',
      },
    ],
  },
  {
    name: 'a commit that may have reached the disk counts as not made',
    seedsMax: 500,
    wish,
    edits: [
      {
        file: connection,
        find: 'return isCommitting ? asCommitFailure(error) : asPromised(error)',
        replace: 'return asPromised(error)',
      },
    ],
  },
  {
    name: 'a key in use is overwritten by a newer record',
    seedsMax: 2_000,
    wish,
    edits: [
      {
        file: 'src/storage/sqlite/idempotency.ts',
        find: 'where idempotency_records.created_at_ms <= excluded.created_at_ms - ',
        replace: 'where 0 <= ',
      },
    ],
  },
  {
    name: 'a revoked key stays remembered',
    seedsMax: 1_000,
    wish: { storage: 'sqlite', shells: 'real' },
    edits: [
      {
        file: 'src/storage/sqlite/api-keys.ts',
        find: '        unrevoked.forgetAll()\n        return statements.revokeKey',
        replace: '        return statements.revokeKey',
      },
    ],
  },
]
