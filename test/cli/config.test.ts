/** The settings: their defaults and limits, that every mistake is told at once, and that the README knows them all. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ConfigRefused, readConfig } from '../../src/config.ts'

const defaults = {
  port: 4242,
  host: '127.0.0.1',
  databaseUrl: 'sqlite:./data/flowlix.db',
  sandboxDatabase: './data/sandbox-bank.db',
  apiUrl: 'http://localhost:4242',
  payUrl: 'http://localhost:4242',
  allowInsecureHttp: false,
  rateLimitPerMinute: 500,
  logLevel: 'info',
  sessionLifeMinutes: 1_440,
  attemptsMax: 1,
  workerIntervalMs: 500,
  shutdownSeconds: 40,
  sandboxRefundMs: 1_000,
  sandboxFaults: '',
  liveAcquirer: null,
  privacyFile: null,
  accessibilityFile: null,
}

function mistakesOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigRefused) return error.mistakes
    throw error
  }
}

/** What is said of one setting with this value; null when it is taken. */
const mistakeOf = (name: string, value: string): string | null => mistakesOf({ [name]: value })[0] ?? null

describe('settings', () => {
  it('have defaults that need nothing to be set', () => {
    expect(readConfig({})).toEqual(defaults)
  })

  it('that are empty are as if they were not set', () => {
    expect(readConfig({ PORT: '', LIVE_ACQUIRER: '', API_URL: '', ALLOW_INSECURE_HTTP: '' })).toEqual(
      defaults,
    )
  })

  it('do not change once they are read', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true)
  })

  it('give the two public origins the port', () => {
    const { apiUrl, payUrl } = readConfig({ PORT: '8080' })
    expect([apiUrl, payUrl]).toEqual(['http://localhost:8080', 'http://localhost:8080'])
  })

  it.each([
    ['HOST', 'host', '::1'],
    ['SANDBOX_DATABASE', 'sandboxDatabase', '/data/bank.db'],
    ['SANDBOX_FAULTS', 'sandboxFaults', 'outage=1'],
    ['LIVE_ACQUIRER', 'liveAcquirer', './acquirer.js'],
    ['PRIVACY_FILE', 'privacyFile', 'privacy.txt'],
    ['ACCESSIBILITY_FILE', 'accessibilityFile', 'accessibility.txt'],
    ['DATABASE_URL', 'databaseUrl', 'sqlite:/data/flowlix.db'],
    ['LOG_LEVEL', 'logLevel', 'silent'],
  ] as const)('%s is taken as it is', (name, key, value) => {
    expect(readConfig({ [name]: value })[key]).toBe(value)
  })
})

describe.each([
  ['PORT', 'port', 1, 65_535],
  ['RATE_LIMIT_PER_MINUTE', 'rateLimitPerMinute', 1, 100_000_000],
  ['SESSION_LIFE_MINUTES', 'sessionLifeMinutes', 30, 525_600],
  ['ATTEMPTS_MAX', 'attemptsMax', 1, 5],
  ['WORKER_INTERVAL_MS', 'workerIntervalMs', 10, 60_000],
  ['SHUTDOWN_SECONDS', 'shutdownSeconds', 1, 600],
  ['SANDBOX_REFUND_MS', 'sandboxRefundMs', 0, 86_400_000],
] as const)('%s', (name, key, min, max) => {
  it.each([min, max])('may be %i', (value) => {
    expect(readConfig({ [name]: String(value) })[key]).toBe(value)
  })

  it.each([String(min - 1), String(max + 1), '-1', '1.5', '1e3', '0x10', ' 5', '٣', 'ten', '9'.repeat(20)])(
    'may not be "%s"',
    (value) => {
      expect(mistakeOf(name, value)).toBe(`${name} must be an integer from ${min} to ${max}`)
    },
  )
})

describe.each(['API_URL', 'PAY_URL'])('%s', (name) => {
  it.each([
    ['https://pay.example.com', 'https://pay.example.com'],
    ['https://pay.example.com/', 'https://pay.example.com'],
    ['https://pay.example.com:8443', 'https://pay.example.com:8443'],
    ['http://127.0.0.1:4242', 'http://127.0.0.1:4242'],
  ])('takes %s', (value, origin) => {
    const { apiUrl, payUrl } = readConfig({ [name]: value })
    expect(name === 'API_URL' ? apiUrl : payUrl).toBe(origin)
  })

  it.each([
    'pay.example.com',
    'https://pay.example.com/pay',
    'https://pay.example.com?x=1',
    'https://someone@pay.example.com',
    'https://PAY.example.com',
    'https://pay.example.com:443',
    'ftp://pay.example.com',
    'javascript:alert(1)',
    'https://',
  ])('refuses %s', (value) => {
    expect(mistakeOf(name, value)).toBe(`${name} must be an origin like https://pay.example.com`)
  })
})

describe('other values', () => {
  it.each(['1', 'yes', 'TRUE', 'on'])('ALLOW_INSECURE_HTTP is not switched by "%s"', (value) => {
    expect(mistakeOf('ALLOW_INSECURE_HTTP', value)).toBe('ALLOW_INSECURE_HTTP must be true or false')
  })

  it('LOG_LEVEL is one of five words', () => {
    expect(mistakeOf('LOG_LEVEL', 'verbose')).toBe(
      'LOG_LEVEL must be one of debug, info, warn, error, silent',
    )
  })

  it.each(['mysql://db/flowlix', './data/flowlix.db', 'sqlite:', 'SQLITE:./x.db'])(
    'DATABASE_URL is not %s',
    (value) => {
      expect(mistakeOf('DATABASE_URL', value)).toBe('DATABASE_URL must be sqlite:<file>')
    },
  )

  it.each(['postgres://db/flowlix', 'postgresql://db/flowlix', 'Postgres://db/flowlix'])(
    'DATABASE_URL cannot be %s yet',
    (value) => {
      expect(mistakeOf('DATABASE_URL', value)).toMatch(/PostgreSQL is not supported yet/)
    },
  )
})

describe('mistakes', () => {
  const wrong = {
    PORT: 'secret-port',
    DATABASE_URL: 'postgres://user:secret-password@db/flowlix',
    API_URL: 'secret-api',
    PAY_URL: 'https://user:secret-pay@example.com',
    ALLOW_INSECURE_HTTP: 'secret-flag',
    RATE_LIMIT_PER_MINUTE: 'secret-rate',
    LOG_LEVEL: 'secret-level',
    SESSION_LIFE_MINUTES: 'secret-life',
    ATTEMPTS_MAX: 'secret-attempts',
    WORKER_INTERVAL_MS: 'secret-interval',
    SHUTDOWN_SECONDS: 'secret-seconds',
    SANDBOX_REFUND_MS: 'secret-refund',
  }

  it('are all told at once, each with the name of its setting', () => {
    expect(mistakesOf(wrong).map((mistake) => mistake.split(' ')[0])).toEqual(Object.keys(wrong))
  })

  it('of the command come along with those of the values', () => {
    const read = () => readConfig({ PORT: 'x' }, ({ host }) => [`${host} is not liked`])
    expect(read).toThrow(/PORT must be.*\n.*127\.0\.0\.1 is not liked/)
  })

  it('never repeat a value: it may be a secret in the wrong place', () => {
    expect(() => readConfig(wrong)).toThrow(expect.not.stringContaining('secret'))
    expect(mistakesOf(wrong).join('\n')).not.toContain('secret')
  })
})

describe('the README', () => {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const rows = text
    .slice(text.indexOf('## Settings'), text.indexOf('## In production'))
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const names = rows.flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
  )

  /** Whatever the settings look at in an environment. */
  function namesRead(): readonly string[] {
    const seen = new Set<string>()
    const environment = new Proxy<Record<string, string>>(
      {},
      { get: (_, name) => void seen.add(String(name)) },
    )
    readConfig(environment)
    return [...seen]
  }

  it('tells every setting there is, and no other', () => {
    expect(names.toSorted()).toEqual(namesRead().toSorted())
  })

  it('tells their defaults', () => {
    const written = rows.flatMap(([, name = '', value = '']) =>
      value.startsWith('`') ? [[name, value.replaceAll('`', '').replace('{PORT}', '4242')]] : [],
    )
    const values = Object.fromEntries(
      written.map(([name = '', value = '']) => [name.replaceAll('`', ''), value]),
    )
    expect(Object.keys(values).length).toBeGreaterThan(10)
    expect(readConfig(values)).toEqual(defaults)
  })
})
