/** Which of PostgreSQL's errors mean that the storage cannot serve now, and which are faults of ours. */
import { ConnectionLost, NotConnected, StatementFailed } from '../../platform/postgres/errors.ts'
import { CommitUnknown, StorageUnavailable } from '../../ports/storage.ts'
import { DamagedRow } from '../rows/damaged-row.ts'

/**
 * By class: connection, invalid transaction state (a read-only server), resources, not in the right state (a lock that is
 * not available), operator intervention, and the system around the server.
 */
const unavailableClasses: ReadonlySet<string> = new Set(['08', '25', '53', '55', '57', '58'])
/** Another transaction won. Nothing was done, and trying again helps. */
const conflicts: ReadonlySet<string> = new Set(['40001', '40P01'])
/** The server itself does not know whether a commit was made. */
const unknowns: ReadonlySet<string> = new Set(['08007', '40003'])
/** The user lacks a right: an upgrade has brought a table, and nobody has granted the rights again. */
const notAllowed = '42501'
const damages: ReadonlySet<string> = new Set(['XX001', 'XX002'])

const codeOf = (error: unknown): string => (error instanceof StatementFailed ? error.code : '')

export function isConflict(error: unknown): boolean {
  return conflicts.has(codeOf(error))
}

/** A lock was not released in time. */
export function isLocked(error: unknown): boolean {
  return codeOf(error) === '55P03'
}

/** The database itself is broken, or a row in it. */
export function isDamage(error: unknown): boolean {
  return damages.has(codeOf(error)) || error instanceof DamagedRow
}

/** Not the caller's fault, and it may pass. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof NotConnected || error instanceof ConnectionLost || isDamage(error)) return true
  if (codeOf(error) === notAllowed) return true
  return isConflict(error) || unavailableClasses.has(codeOf(error).slice(0, 2))
}

/** The error that the port promises where nothing was committed; faults stay as they are. */
export function asPromised(error: unknown): unknown {
  if (!isUnavailable(error)) return error
  return new StorageUnavailable(`The database cannot be used now: ${(error as Error).message}`, {
    cause: error,
  })
}

/** The error that the port promises where a commit was under way. */
export function asCommitFailure(error: unknown): unknown {
  const isLost = error instanceof ConnectionLost || (error instanceof StatementFailed && error.endsConnection)
  if (!isLost && !unknowns.has(codeOf(error))) return asPromised(error)
  const { message } = error as Error
  return new CommitUnknown(`It is unknown whether a commit was made: ${message}`, { cause: error })
}

export function isPromised(error: unknown): boolean {
  return error instanceof StorageUnavailable || error instanceof CommitUnknown
}

const uniqueViolation = '23505'

/** A new row drew a number that was taken: the next draw is another one. */
export function isNumberTaken(error: unknown): boolean {
  return (
    error instanceof StatementFailed && error.code === uniqueViolation && error.constraint === 'payments_pkey'
  )
}
