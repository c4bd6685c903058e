/** Creates database files that only their owner can read, and recognizes files of other programs. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { checkPlace, type DatabasePlace, memoryFile } from './database-place.ts'
import { DatabaseRefused } from './database-refused.ts'
import { inWords } from './file-trouble.ts'

/** SQLite stores this number in the file, for the application that created it. */
type Owner = Readonly<{ applicationId: number; name: string }>

export const gatewayOwner: Owner = { applicationId: 0x466c7778, name: "the gateway's database" }
export const sandboxBookOwner: Owner = { applicationId: 0x466c7362, name: "the sandbox acquirer's database" }
const owners = [gatewayOwner, sandboxBookOwner]

type Warn = Readonly<{
  warn(fields: Readonly<Record<string, string | number>>, message: string): void
}>

/** Everything that can be checked before the file is opened. If it may be created, it exists afterward. */
export function prepareFile(place: DatabasePlace): void {
  checkPlace(place)
  if (place.file === memoryFile) return
  if (!existsSync(place.file)) createFile(place.file)
}

/** Readable by its owner only; SQLite gives its log files the same mode. */
function createFile(file: string): void {
  const folder = dirname(file)
  try {
    createFolders(resolve(folder))
  } catch (error) {
    throw new DatabaseRefused(`The folder ${folder} cannot be created: ${inWords(error)}.`, { cause: error })
  }
  try {
    closeSync(openSync(file, 'ax', 0o600))
  } catch (error) {
    // Another process was faster.
    if (existsSync(file)) return
    throw new DatabaseRefused(`The database ${file} cannot be created: ${inWords(error)}.`, { cause: error })
  }
}

/**
 * One by one: where a system denies that an existing parent exists, as Linux does in /proc, Node.js repeats a recursive
 * call forever.
 */
function createFolders(folder: string): void {
  if (existsSync(folder)) return
  createFolders(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process was faster.
    if (!existsSync(folder)) throw error
  }
}

/**
 * A copied or restored file may have any mode. Call this once the file is known to be ours. Does nothing on a file system
 * without modes.
 */
export function keepPrivate({ file, setting }: DatabasePlace, log: Warn): void {
  if (file === memoryFile || process.platform === 'win32') return
  const open = [file, `${file}-wal`, `${file}-shm`, `${file}-journal`].filter(isOpenToOthers)
  if (open.length === 0) return
  for (const name of open) {
    try {
      chmodSync(name, 0o600)
    } catch {
      // It belongs to another user: the warning says what to do.
    }
  }
  const message = open.some(isOpenToOthers)
    ? 'other users of this machine can read a database file: set its mode to 600'
    : 'other users of this machine could read a database file: its mode is now 600'
  log.warn({ setting, file }, message)
}

function isOpenToOthers(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && (found.mode & 0o077) !== 0
}

/** Call this before changing anything in the file. Marks an empty file as ours, if it may be created. */
export function identify(database: DatabaseSync, place: DatabasePlace, owner: Owner): void {
  // One statement: another process may be setting the file up meanwhile.
  const found = database
    .prepare(
      'select application_id as id, (select count(*) from sqlite_schema) as entries from pragma_application_id',
    )
    .get() as { id: number; entries: number }
  if (found.id === owner.applicationId) return
  if (found.id !== 0 || found.entries > 0) throw foreign(place, found.id)
  if (!place.mayCreate) throw new DatabaseRefused(`The database ${place.file} is empty.`)
  database.exec(`pragma application_id = ${owner.applicationId}`)
}

function foreign({ file, setting }: DatabasePlace, applicationId: number): DatabaseRefused {
  const owner = owners.find((candidate) => candidate.applicationId === applicationId)
  const content = owner === undefined ? 'belongs to another application' : `is ${owner.name}`
  return new DatabaseRefused(`The database ${file} ${content}: set ${setting} to another file.`)
}
