/** SQLite's own look at every page of a file: at once where that is quick, beside everything else where it is not. */
import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { locationOf, memoryFile } from '../../platform/database-place.ts'
import { inWords } from '../../platform/file-trouble.ts'
import type { Log } from '../../ports.ts'
import type { Damage } from './damage.ts'
import { isDamage } from './failures.ts'

type RunningCheck = Readonly<{ stop(): Promise<void> }>

/** About half a second. */
const checkedAtOnceMax = 64 * 1_024 * 1_024

const done: RunningCheck = { stop: async () => {} }
const checkText = 'pragma quick_check(1)'
/** A connection that is opened read-only does not look at the constraints of columns. */
const readOnlyText = 'pragma query_only = on'

export function checkQuickly(
  file: string,
  damage: Damage,
  log: Log,
  atOnceMax = checkedAtOnceMax,
): RunningCheck {
  if (file === memoryFile) return done
  const location = locationOf(file)
  if (statSync(file).size > atOnceMax) return checkInThread(location, damage, log)
  try {
    noteUnlessOk(checkNow(location), damage)
  } catch (error) {
    noteFailure(error, damage, log)
  }
  return done
}

function checkNow(location: string): unknown {
  const database = new DatabaseSync(location, { timeout: 2_000 })
  try {
    database.exec(readOnlyText)
    return database.prepare(checkText).get()?.quick_check
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

/** A text, because the program may be one file without modules of its own. */
const threadText = `
  const { parentPort, workerData } = require('node:worker_threads')
  const { DatabaseSync } = require('node:sqlite')
  const database = new DatabaseSync(workerData.location, { timeout: 2_000 })
  database.exec(workerData.readOnlyText)
  parentPort.postMessage(database.prepare(workerData.checkText).get().quick_check)
  database.close()
`

function checkInThread(location: string, damage: Damage, log: Log): RunningCheck {
  const thread = new Worker(threadText, { eval: true, workerData: { location, readOnlyText, checkText } })
  thread.unref()
  thread.on('message', (finding: unknown) => noteUnlessOk(finding, damage))
  thread.on('error', (error) => noteFailure(error, damage, log))
  return {
    stop: async () => {
      await thread.terminate()
    },
  }
}
