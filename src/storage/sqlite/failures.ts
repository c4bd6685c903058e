/** Which of SQLite's errors mean that the storage cannot serve now, and which are faults of ours. */
import { CommitUnknown, StorageUnavailable } from '../../ports.ts'

/** SQLite's primary result codes. */
const codes = {
  busy: 5,
  locked: 6,
  outOfMemory: 7,
  readOnly: 8,
  ioError: 10,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  notADatabase: 26,
} as const

const unavailable: ReadonlySet<number> = new Set(Object.values(codes))
/** After these the connection itself may be what is broken: a new one finds the file as it is by then. */
const breaking: ReadonlySet<number> = new Set([
  codes.readOnly,
  codes.ioError,
  codes.cannotOpen,
  codes.protocol,
  codes.notADatabase,
])

/** The primary result code, or null when the error is not SQLite's. */
function codeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null
}

export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error)
  return code !== null && unavailable.has(code)
}

export function isBusy(error: unknown): boolean {
  return codeOf(error) === codes.busy
}

export function breaksConnection(error: unknown): boolean {
  const code = codeOf(error)
  return code !== null && breaking.has(code)
}

/** The error that the port promises; faults stay as they are. Messages name codes, never values. */
export function asPromised(error: unknown): unknown {
  if (!isUnavailable(error)) return error
  return new StorageUnavailable(`SQLite cannot serve now (result code ${codeOf(error)})`, { cause: error })
}

export function isPromised(error: unknown): boolean {
  return error instanceof StorageUnavailable || error instanceof CommitUnknown
}

/** A commit whose write or sync failed may still be found on the disk by the next process that opens the file. */
export function asCommitFailure(error: unknown): unknown {
  if (codeOf(error) !== codes.ioError) return asPromised(error)
  return new CommitUnknown('SQLite could not tell whether a commit reached the disk', { cause: error })
}
