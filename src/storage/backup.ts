/** Makes a copy of a SQLite database while it is in use, and writes down what it must add up to. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { inWords, sqliteCode } from '../platform/file-trouble.ts'
import { copySqlite } from './sqlite/copy-database.ts'
import type { Verification } from './verification.ts'
import { headFileOf, verifyFile } from './verify-file.ts'

type Backup = Readonly<{
  file: string
  bytes: number
  /** Holds the head of the copy. To be kept with it, and better in another place, too. */
  headFile: string
  /** Of the copy. */
  verification: Verification
}>

/** The copy has its name only once it is complete and on the disk. Throws {@link DatabaseRefused}. */
export function backUpFile(from: string, file: string, nowMs: number): Backup {
  const headFile = headFileOf(file)
  const part = `${file}.part`
  for (const name of [file, headFile, part]) refuseExisting(name)
  const made: string[] = []
  try {
    createPrivate(part)
    made.push(part, `${part}-journal`)
    copySqlite(from, part)
    syncFile(part)
    const verification = verifyFile(part)
    const { installation, payments, events, head } = verification
    const madeAt = new Date(nowMs).toISOString()
    const content = { head, payments, events, installation: installation.id, kind: installation.kind, madeAt }
    writeFileSync(headFile, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
    made.push(headFile)
    refuseExisting(file)
    renameSync(part, file)
    syncFile(dirname(file))
    return { file, bytes: statSync(file).size, headFile, verification }
  } catch (error) {
    for (const name of made) rmSync(name, { force: true })
    throw refusalOf(error, file)
  }
}

function refuseExisting(file: string): void {
  if (!existsSync(file)) return
  throw new DatabaseRefused(`The file ${file} exists already: choose another name for the backup.`)
}

function createPrivate(file: string): void {
  closeSync(openSync(file, 'wx', 0o600))
}

/** Works on folders as well, which keeps the new name. */
function syncFile(path: string): void {
  if (process.platform === 'win32' && statSync(path).isDirectory()) return
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function refusalOf(error: unknown, file: string): unknown {
  const isExpected = sqliteCode(error) !== null || (error instanceof Error && 'syscall' in error)
  if (error instanceof DatabaseRefused || !isExpected) return error
  return new DatabaseRefused(`The backup ${file} cannot be made: ${inWords(error)}.`, { cause: error })
}
