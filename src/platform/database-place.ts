/** Checks whether a database can be opened or created at the path that a setting names, without creating anything. */
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DatabaseRefused } from './database-refused.ts'
import { inWords } from './file-trouble.ts'

export const memoryFile = ':memory:'

export type DatabasePlace = Readonly<{
  file: string
  /** What the operator sets to name the file: a setting, or an option such as `--from`. */
  setting: string
  mayCreate: boolean
}>

/** Throws {@link DatabaseRefused}. */
export function checkPlace(place: DatabasePlace): void {
  const { file, setting, mayCreate } = place
  if (file === memoryFile && mayCreate) return
  const found = file === memoryFile ? undefined : statOf(place)
  if (found !== undefined) checkFound(place, found)
  else if (mayCreate) checkNew(place)
  else {
    throw new DatabaseRefused(
      `There is no database at ${file}: set ${setting} to an existing one${orStart(setting)}.`,
    )
  }
}

/** The gateway knows its settings, and not the options of a command. */
function orStart(setting: string): string {
  return setting.startsWith('--') ? '' : ', or start the gateway to create it'
}

/** Whether two paths name the same file, even if it does not exist yet. */
export function isSameFile(one: string, other: string): boolean {
  if (one === memoryFile || other === memoryFile) return false
  if (resolve(one) === resolve(other)) return true
  const [first, second] = [identityOf(one), identityOf(other)]
  if (first !== null && second !== null) return first === second
  return basename(one) === basename(other) && realFolder(one) === realFolder(other)
}

/** For SQLite. A file that has vanished must not come back as an empty one. */
export function locationOf(file: string): string {
  return file === memoryFile ? file : `${pathToFileURL(file).href}?mode=rw`
}

/** Distinguishes a file from another one with the same name; null if there is none. */
export function identityOf(file: string): string | null {
  if (file === memoryFile) return memoryFile
  const found = statSync(file, { throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev}:${found.ino}`
}

function realFolder(file: string): string {
  const folder = dirname(resolve(file))
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

function statOf({ file }: DatabasePlace): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })
  } catch (error) {
    throw new DatabaseRefused(`The database ${file} cannot be opened: ${inWords(error)}.`, { cause: error })
  }
}

function checkFound({ file, setting, mayCreate }: DatabasePlace, found: Stats): void {
  if (found.isDirectory()) {
    const example = join(file, 'flowlix.db')
    throw new DatabaseRefused(
      `The database ${file} is a folder: set ${setting} to a file, such as ${example}.`,
    )
  }
  if (!found.isFile()) {
    throw new DatabaseRefused(`The database ${file} is not a regular file: set ${setting} to another file.`)
  }
  requireAccess(file, constants.R_OK | constants.W_OK, `The database ${file} cannot be read or written`)
  const folder = dirname(file)
  requireAccess(folder, constants.W_OK | constants.X_OK, `The database's folder ${folder} cannot be written`)
  if (found.size === 0 && mayCreate) return
  if (found.size === 0) {
    throw new DatabaseRefused(`The file ${file} is empty: set ${setting} to a database${orStart(setting)}.`)
  }
  if (hasDatabaseHeader(file)) return
  throw new DatabaseRefused(`The file ${file} is not a SQLite database: set ${setting} to another file.`)
}

function checkNew({ file, setting }: DatabasePlace): void {
  const folder = existingFolder(resolve(dirname(file)))
  if (!statSync(folder).isDirectory()) {
    throw new DatabaseRefused(
      `The database ${file} cannot be created, because ${folder} is a file: set ${setting} to another file.`,
    )
  }
  if (extname(file) === '' || /[/\\]$/.test(file)) {
    // Otherwise a folder's name would become a file, and be in the way of the folder ever after.
    throw new DatabaseRefused(
      `The new database ${file} looks like a folder: set ${setting} to a file with an extension, such as ${join(file, 'flowlix.db')}.`,
    )
  }
  requireAccess(
    folder,
    constants.W_OK | constants.X_OK,
    `The database ${file} cannot be created in ${folder}`,
  )
}

/** The nearest part of a path that exists. */
function existingFolder(path: string): string {
  const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined
  return isThere || dirname(path) === path ? path : existingFolder(dirname(path))
}

function requireAccess(path: string, mode: number, complaint: string): void {
  try {
    accessSync(path, mode)
  } catch (error) {
    throw new DatabaseRefused(`${complaint}: ${inWords(error)}.`, { cause: error })
  }
}

const header = 'SQLite format 3\0'

function hasDatabaseHeader(file: string): boolean {
  const bytes = Buffer.alloc(header.length)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, bytes, 0, header.length, 0)
  } finally {
    closeSync(descriptor)
  }
  return bytes.toString('latin1') === header
}
