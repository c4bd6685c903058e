/** Who runs a command, and with which settings; for the log. */
import { createHash } from 'node:crypto'
import { userInfo } from 'node:os'
import type { Config } from '../config/read-config.ts'

/** Of the operating system. A container may have a user without a name. */
export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

/** Shows whether two starts had the same settings, without revealing them. */
export function fingerprintOf(config: Config): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16)
}
