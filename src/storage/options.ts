/** What a storage is opened with, whatever its engine. */
import type { InstallationKind } from '../core/installation.ts'
import type { PostgresSettings } from '../platform/postgres/driver-options.ts'
import type { Clock, Log, Random } from '../ports/system.ts'
import type { StorageObserver } from './observer.ts'

export type StorageOptions = Readonly<{
  log: Log
  clock: Pick<Clock, 'nowMs' | 'sleep'>
  /** For the installation's ID and its secrets, and for the salts of personal data. */
  random: Pick<Random, 'bytes'>
  /** The kind of a database that is created if there is none, and required of one that exists. Null accepts any. */
  create: InstallationKind | null
  /** Looks for damage before or soon after it opens: for a process that will take payments. */
  isChecked?: boolean
  observer?: StorageObserver | undefined
  /** For PostgreSQL; the usual ones if they are not given. */
  postgres?: PostgresSettings
}>
