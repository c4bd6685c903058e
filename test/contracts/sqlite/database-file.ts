/** Database files for tests, removed with the process, and the port opened on them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../../src/platform/system-clock.ts'
import { systemRandom } from '../../../src/platform/system-random.ts'
import type { Storage } from '../../../src/ports/storage.ts'
import type { Log } from '../../../src/ports/system.ts'
import { openSqlite } from '../../../src/storage/sqlite/open-sqlite.ts'

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** What every storage is opened with here. */
export const surroundings = { log: quietLog, clock: systemClock, random: systemRandom }

const root = mkdtempSync(join(tmpdir(), 'gateway-storage-'))
process.once('exit', () => rmSync(root, { recursive: true, force: true }))

export function aFolder(): string {
  return mkdtempSync(join(root, 'test-'))
}

export function aDatabaseFile(): string {
  return join(aFolder(), 'gateway.db')
}

export function openQuietly(file: string, busyTimeoutMs = 5_000): Promise<Storage> {
  return openSqlite(file, { ...surroundings, create: 'production', busyTimeoutMs })
}
