/** The environment, read once at start: a frozen Config, or a list of everything that is wrong with it. */
import { type LogLevel, logLevels } from './platform/log.ts'

export type Config = Readonly<{
  port: number
  host: string
  databaseUrl: string
  sandboxDatabase: string
  apiUrl: string
  payUrl: string
  allowInsecureHttp: boolean
  rateLimitPerMinute: number
  logLevel: LogLevel
  sessionLifeMinutes: number
  attemptsMax: number
  workerIntervalMs: number
  shutdownSeconds: number
  sandboxRefundMs: number
  sandboxFaults: string
  liveAcquirer: string | null
  privacyFile: string | null
  accessibilityFile: string | null
}>

type Environment = Readonly<Record<string, string | undefined>>

/** Every mistake, one line each. */
export class ConfigRefused extends Error {
  override name = 'ConfigRefused'
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(`The settings are not usable:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`)
    this.mistakes = mistakes
  }
}

/** `unsafe`: what else is wrong with these settings for the command that uses them, so that all is told at once. */
export function readConfig(
  environment: Environment,
  unsafe: (config: Config) => readonly string[] = () => [],
): Config {
  const reader = new Reader(environment)
  const port = reader.integer('PORT', 4242, 1, 65_535)
  const host = reader.text('HOST', '127.0.0.1')
  const ownOrigin = `http://localhost:${port}`
  const config: Config = {
    port,
    host,
    databaseUrl: reader.databaseUrl('DATABASE_URL', 'sqlite:./data/flowlix.db'),
    sandboxDatabase: reader.text('SANDBOX_DATABASE', './data/sandbox-bank.db'),
    apiUrl: reader.origin('API_URL', ownOrigin),
    payUrl: reader.origin('PAY_URL', ownOrigin),
    allowInsecureHttp: reader.flag('ALLOW_INSECURE_HTTP'),
    rateLimitPerMinute: reader.integer('RATE_LIMIT_PER_MINUTE', 500, 1, 100_000_000),
    logLevel: reader.oneOf('LOG_LEVEL', 'info', logLevels),
    sessionLifeMinutes: reader.integer('SESSION_LIFE_MINUTES', 1_440, 30, 60 * 24 * 365),
    attemptsMax: reader.integer('ATTEMPTS_MAX', 1, 1, 5),
    workerIntervalMs: reader.integer('WORKER_INTERVAL_MS', 500, 10, 60_000),
    shutdownSeconds: reader.integer('SHUTDOWN_SECONDS', 40, 1, 600),
    sandboxRefundMs: reader.integer('SANDBOX_REFUND_MS', 1_000, 0, 86_400_000),
    sandboxFaults: reader.text('SANDBOX_FAULTS', ''),
    liveAcquirer: reader.optional('LIVE_ACQUIRER'),
    privacyFile: reader.optional('PRIVACY_FILE'),
    accessibilityFile: reader.optional('ACCESSIBILITY_FILE'),
  }
  reader.finish(unsafe(config))
  return Object.freeze(config)
}

class Reader {
  readonly #environment: Environment
  readonly #mistakes: string[] = []

  constructor(environment: Environment) {
    this.#environment = environment
  }

  finish(more: readonly string[]): void {
    const mistakes = [...this.#mistakes, ...more]
    if (mistakes.length > 0) throw new ConfigRefused(mistakes)
  }

  optional(name: string): string | null {
    const value = this.#environment[name]
    return value === undefined || value === '' ? null : value
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback
  }

  databaseUrl(name: string, fallback: string): string {
    const value = this.text(name, fallback)
    if (/^sqlite:.+/.test(value)) return value
    const isPostgres = /^postgres(ql)?:/i.test(value)
    return this.#mistake(
      name,
      isPostgres ? 'sqlite:<file>: PostgreSQL is not supported yet' : 'sqlite:<file>',
      fallback,
    )
  }

  flag(name: string): boolean {
    const value = this.text(name, 'false')
    return value === 'true' || value === 'false'
      ? value === 'true'
      : this.#mistake(name, 'true or false', false)
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const text = this.text(name, String(fallback))
    const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN
    return value >= min && value <= max
      ? value
      : this.#mistake(name, `an integer from ${min} to ${max}`, fallback)
  }

  oneOf<T extends string>(name: string, fallback: T, choices: readonly T[]): T {
    const value = this.text(name, fallback)
    const choice = choices.find((one) => one === value)
    return choice ?? this.#mistake(name, `one of ${choices.join(', ')}`, fallback)
  }

  /** An origin without a path, as links are built from it. */
  origin(name: string, fallback: string): string {
    const value = this.text(name, fallback).replace(/\/$/, '')
    const isOrigin =
      URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).origin === value
    return isOrigin ? value : this.#mistake(name, 'an origin like https://pay.example.com', fallback)
  }

  /** Values are not repeated: a secret may have been put into the wrong variable. */
  #mistake<T>(name: string, wanted: string, fallback: T): T {
    this.#mistakes.push(`${name} must be ${wanted}`)
    return fallback
  }
}
