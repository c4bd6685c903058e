/** SQLite's own check of every page of a file: before the file is served if that is quick, and in a thread if it is not. */
import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { locationOf, memoryFile } from '../../platform/database-place.ts'
import { inWords } from '../../platform/file-trouble.ts'
import type { Log } from '../../ports/system.ts'
import type { Damage } from '../damage.ts'
import { isDamage } from './failures.ts'

type RunningCheck = Readonly<{ stop(): Promise<void> }>

/** The largest files that are checked before they are served, in bytes. Both take less than half a second. */
export type CheckLimits = Readonly<{
  /** Everything, including whether each index holds its table's rows. */
  completely: number
  /** Everything except the contents of indexes. The complete check follows in a thread. */
  quickly: number
}>

const megabyte = 1_024 * 1_024
const usualLimits: CheckLimits = { completely: 16 * megabyte, quickly: 64 * megabyte }

const done: RunningCheck = { stop: async () => {} }
const quickText = 'pragma quick_check(1)'
const completeText = 'pragma integrity_check(1)'
/** A connection that is opened read-only does not look at the constraints of columns. */
const readOnlyText = 'pragma query_only = on'

export function checkFile(file: string, damage: Damage, log: Log, limits = usualLimits): RunningCheck {
  if (file === memoryFile) return done
  const location = locationOf(file)
  const { size } = statSync(file)
  if (size <= limits.completely) {
    checkNow(location, completeText, damage, log)
    return done
  }
  if (size <= limits.quickly) checkNow(location, quickText, damage, log)
  return checkInThread(location, damage, log)
}

function checkNow(location: string, text: string, damage: Damage, log: Log): void {
  try {
    noteUnlessOk(findingOf(location, text), damage)
  } catch (error) {
    noteFailure(error, damage, log)
  }
}

function findingOf(location: string, text: string): unknown {
  const database = new DatabaseSync(location, { timeout: 2_000 })
  try {
    database.exec(readOnlyText)
    return Object.values(database.prepare(text).get() ?? {})[0]
  } finally {
    database.close()
  }
}

function noteFailure(error: unknown, damage: Damage, log: Log): void {
  if (isDamage(error)) damage.note(inWords(error))
  else log.warn({ cause: inWords(error) }, 'the database could not be checked for damage')
}

function noteUnlessOk(finding: unknown, damage: Damage): void {
  if (finding !== 'ok') damage.note(String(finding))
}

/** A string, because the program may be a single file without separate modules. */
const threadText = `
  const { parentPort, workerData } = require('node:worker_threads')
  const { DatabaseSync } = require('node:sqlite')
  const database = new DatabaseSync(workerData.location, { timeout: 2_000 })
  database.exec(workerData.readOnlyText)
  for (const text of workerData.texts) parentPort.postMessage(Object.values(database.prepare(text).get())[0])
  database.close()
`

/** The quick check comes first: it finds most of what there is to find in a third of the time. */
function checkInThread(location: string, damage: Damage, log: Log): RunningCheck {
  const workerData = { location, readOnlyText, texts: [quickText, completeText] }
  const thread = new Worker(threadText, { eval: true, workerData })
  thread.unref()
  thread.on('message', (finding: unknown) => noteUnlessOk(finding, damage))
  thread.on('error', (error) => noteFailure(error, damage, log))
  return {
    stop: async () => {
      await thread.terminate()
    },
  }
}
