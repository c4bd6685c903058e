/** Which of SQLite's errors mean that the storage cannot serve now, and which are faults of ours. */
import { inWords, sqliteCode } from '../../platform/file-trouble.ts'
import { CommitUnknown, StorageUnavailable } from '../../ports/storage.ts'
import { DamagedRow } from '../rows/damaged-row.ts'

/** SQLite's primary result codes. */
const codes = {
  busy: 5,
  locked: 6,
  outOfMemory: 7,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  notADatabase: 26,
} as const

const unavailable: ReadonlySet<number> = new Set(Object.values(codes))
/** After these, the connection itself may be broken; a new one sees the current file. */
const breaking: ReadonlySet<number> = new Set([
  codes.readOnly,
  codes.ioError,
  codes.cannotOpen,
  codes.protocol,
  codes.notADatabase,
])

export function isUnavailable(error: unknown): boolean {
  const code = sqliteCode(error)
  return code !== null && unavailable.has(code)
}

/** The file itself is broken, or a row in it. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === codes.corrupt || code === codes.notADatabase || error instanceof DamagedRow
}

const constraint = 19

/** A rule of the schema was broken. */
export function isRuleBroken(error: unknown): boolean {
  return sqliteCode(error) === constraint
}

export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === codes.busy
}

export function breaksConnection(error: unknown): boolean {
  const code = sqliteCode(error)
  return code !== null && breaking.has(code)
}

/** The error that the port promises; faults stay as they are. Messages name codes, never values. */
export function asPromised(error: unknown): unknown {
  if (error instanceof DamagedRow) return new StorageUnavailable(error.message, { cause: error })
  if (!isUnavailable(error)) return error
  return new StorageUnavailable(`The database cannot be used now: ${inWords(error)}.`, { cause: error })
}

export function isPromised(error: unknown): boolean {
  return error instanceof StorageUnavailable || error instanceof CommitUnknown
}

/** A commit whose write or sync failed may still be found on the disk by the next process that opens the file. */
export function asCommitFailure(error: unknown): unknown {
  if (sqliteCode(error) !== codes.ioError) return asPromised(error)
  return new CommitUnknown('it is unknown whether a commit reached the disk', { cause: error })
}
