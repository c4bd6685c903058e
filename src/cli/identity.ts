/** Who runs a command, and with which settings; for the log. */
import { createHash } from 'node:crypto'
import { userInfo } from 'node:os'
import type { Config } from '../config/read-config.ts'
import { isPostgresUrl, postgresName } from '../platform/postgres/postgres-url.ts'

/** Of the operating system. A container may have a user without a name. */
export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

const proxies: readonly string[] = ['acquirerProxy', 'webhookProxy'] satisfies readonly (keyof Config)[]

/** Shows whether two starts had the same settings, without revealing them. A short password could be found by trying. */
export function fingerprintOf(config: Config): string {
  const withoutPasswords = (name: string, value: unknown) => {
    if (typeof value !== 'string') return value
    if (proxies.includes(name)) return new URL(value).host
    return isPostgresUrl(value) ? postgresName(value) : value
  }
  return createHash('sha256').update(JSON.stringify(config, withoutPasswords)).digest('hex').slice(0, 16)
}
