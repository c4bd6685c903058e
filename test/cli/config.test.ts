/** The settings: their defaults and limits, and that the README lists them all. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { noFaults } from '../../src/acquirers/sandbox/faults.ts'
import type { CommandName } from '../../src/config/command-names.ts'
import { examineSettings } from '../../src/config/read-config.ts'
import { settingsTable } from '../../src/config/settings-table.ts'
import { readConfig } from '../support/read-config.ts'

const thisFile = fileURLToPath(import.meta.url)

const defaults = {
  port: 4242,
  host: '127.0.0.1',
  databaseUrl: 'sqlite:./data/flowlix.db',
  databaseCertificates: null,
  databaseConnections: 10,
  databasePooler: 'none',
  databaseDurability: 'checked',
  sandboxDatabase: 'sqlite:./data/test-acquirer.db',
  apiUrl: 'http://localhost:4242',
  payUrl: 'http://localhost:4242',
  allowInsecureHttp: false,
  rateLimitPerMinute: 500,
  testStorageMb: 2_000,
  testRetentionDays: 90,
  liveRetentionDays: 0,
  liveStorageMb: 20_000,
  trustedProxies: [],
  throttles: 'on',
  nodeSecret: null,
  failedKeysPerMinute: 20,
  unknownPagesPerMinute: 30,
  cardPostsPerMinute: 30,
  addressDeclinesMax: 10,
  cardDeclinesPerHour: 5,
  cardDeclinesPerDay: 10,
  breakerDeclinePercent: 50,
  breakerAttemptsMin: 100,
  breakerPauseSeconds: 300,
  logLevel: 'info',
  logFormat: 'json',
  accessLog: true,
  connectionsPerAddress: 200,
  keepAliveSeconds: 75,
  sessionLifeSeconds: 86_400,
  attemptsMax: 1,
  resultPage: 'failures',
  declineDetail: 'helpful',
  coBadgedRanges: null,
  defaultLocale: 'en',
  encryptionKeys: [],
  webhookAllowedNetworks: [],
  webhookProxy: null,
  metricsPort: null,
  metricsHost: '127.0.0.1',
  webhookRetentionDays: 30,
  serves: ['api', 'page', 'worker', 'webhooks'],
  workerIntervalMs: 500,
  shutdownSeconds: 40,
  shutdownDelaySeconds: 0,
  sandboxRefundMs: 1_000,
  sandboxFaults: noFaults(),
  gatewayUrl: 'http://localhost:4242',
  gatewayKey: null,
  liveAcquirers: [],
  testAcquirers: [],
  stripeKey: null,
  stripeTestKey: null,
  checkoutKey: null,
  checkoutPublicKey: null,
  checkoutPrefix: null,
  checkoutChannel: null,
  checkoutTestKey: null,
  checkoutTestPublicKey: null,
  checkoutTestPrefix: null,
  checkoutTestChannel: null,
  acquirerProxy: null,
  privacyText: null,
  accessibilityText: null,
}

function mistakesOf(
  environment: Readonly<Record<string, string>>,
  command: CommandName = 'serve',
): readonly string[] {
  return examineSettings(environment, command).mistakes
}

/** What is said of one setting with this value; null when it is taken. */
const mistakeOf = (name: string, value: string): string | null => mistakesOf({ [name]: value })[0] ?? null

describe('settings', () => {
  it('have defaults that need nothing to be set', () => {
    expect(readConfig({})).toEqual(defaults)
  })

  it('that are empty count as not set', () => {
    expect(readConfig({ PORT: '', LIVE_ACQUIRER: '', API_URL: '', ALLOW_INSECURE_HTTP: '' })).toEqual(
      defaults,
    )
  })

  it('cannot be changed after they are read', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true)
  })

  it('add the port to the two public origins', () => {
    const { apiUrl, payUrl } = readConfig({ PORT: '8080' })
    expect([apiUrl, payUrl]).toEqual(['http://localhost:8080', 'http://localhost:8080'])
  })

  it('leave out the default port', () => {
    expect(readConfig({ PORT: '80' }).apiUrl).toBe('http://localhost')
  })

  it.each([
    ['HOST', 'host', '::1'],
    ['SANDBOX_DATABASE', 'sandboxDatabase', 'sqlite:/data/bank.db'],
    ['SANDBOX_DATABASE', 'sandboxDatabase', 'sqlite::memory:'],
    ['DATABASE_URL', 'databaseUrl', 'sqlite::memory:'],
    ['DATABASE_URL', 'databaseUrl', 'sqlite:/data/flowlix.db'],
    ['LOG_LEVEL', 'logLevel', 'silent'],
    ['LOG_FORMAT', 'logFormat', 'readable'],
    ['RESULT_PAGE', 'resultPage', 'all'],
    ['DEFAULT_LOCALE', 'defaultLocale', 'pt'],
  ] as const)('%s is taken as it is', (name, key, value) => {
    expect(readConfig({ [name]: value })[key]).toBe(value)
  })

  it('give the sandbox its own databases, and no limits against strangers', () => {
    const sandbox = {
      databaseUrl: 'sqlite:./data/sandbox.db',
      sandboxDatabase: 'sqlite:./data/sandbox-acquirer.db',
      logFormat: 'readable',
      throttles: 'off',
      testStorageMb: 0,
      liveStorageMb: 0,
    }
    expect(readConfig({}, 'dev')).toEqual({ ...defaults, ...sandbox })
  })

  it('allow the sandbox sessions of one second', () => {
    expect(readConfig({ SESSION_LIFE_SECONDS: '1' }, 'dev').sessionLifeSeconds).toBe(1)
    expect(mistakesOf({ SESSION_LIFE_SECONDS: '0' }, 'dev')).toHaveLength(1)
  })

  it('that name text files are read', () => {
    const { privacyText } = readConfig({ PRIVACY_FILE: thisFile })
    expect(privacyText).toBe(readFileSync(thisFile, 'utf8'))
  })

  it('for faults are parsed', () => {
    expect(readConfig({ SANDBOX_FAULTS: 'outage=1' }).sandboxFaults).toEqual({ ...noFaults(), outage: 1 })
  })

  it('that a command does not use cannot stop it', () => {
    const wrong = { PORT: 'x', LIVE_ACQUIRER: './gone.js', SANDBOX_FAULTS: 'bogus' }
    expect(readConfig(wrong, 'keys')).toEqual(defaults)
  })
})

describe.each([
  ['PORT', 'port', 1, 65_535],
  ['RATE_LIMIT_PER_MINUTE', 'rateLimitPerMinute', 1, 100_000_000],
  ['TEST_STORAGE_MB_PER_DAY', 'testStorageMb', 0, 100_000_000],
  ['TEST_RETENTION_DAYS', 'testRetentionDays', 0, 36_500],
  ['LIVE_RETENTION_DAYS', 'liveRetentionDays', 0, 36_500],
  ['LIVE_STORAGE_MB_PER_DAY', 'liveStorageMb', 0, 100_000_000],
  ['SESSION_LIFE_SECONDS', 'sessionLifeSeconds', 1_800, 31_536_000],
  ['ATTEMPTS_MAX', 'attemptsMax', 1, 5],
  ['WORKER_INTERVAL_MS', 'workerIntervalMs', 10, 60_000],
  ['SHUTDOWN_SECONDS', 'shutdownSeconds', 1, 600],
  ['SHUTDOWN_DELAY_SECONDS', 'shutdownDelaySeconds', 0, 600],
  ['SANDBOX_REFUND_MS', 'sandboxRefundMs', 0, 86_400_000],
  ['FAILED_KEYS_PER_MINUTE', 'failedKeysPerMinute', 0, 10_000],
  ['CONNECTIONS_PER_ADDRESS', 'connectionsPerAddress', 1, 10_000],
  ['KEEP_ALIVE_SECONDS', 'keepAliveSeconds', 1, 3_600],
  ['UNKNOWN_PAGES_PER_MINUTE', 'unknownPagesPerMinute', 0, 10_000],
  ['CARD_POSTS_PER_MINUTE', 'cardPostsPerMinute', 0, 10_000],
  ['ADDRESS_DECLINES_MAX', 'addressDeclinesMax', 0, 1_000],
  ['CARD_DECLINES_PER_HOUR', 'cardDeclinesPerHour', 0, 100],
  ['CARD_DECLINES_PER_DAY', 'cardDeclinesPerDay', 0, 100],
  ['BREAKER_DECLINE_PERCENT', 'breakerDeclinePercent', 0, 99],
  ['BREAKER_ATTEMPTS_MIN', 'breakerAttemptsMin', 1, 1_000_000],
  ['BREAKER_PAUSE_SECONDS', 'breakerPauseSeconds', 1, 86_400],
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
  ])('accepts %s', (value, origin) => {
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
  ])('rejects %s', (value) => {
    expect(mistakeOf(name, value)).toBe(`${name} must be an origin such as https://pay.example.com`)
  })
})

describe('other values', () => {
  it.each(['1', 'yes', 'TRUE', 'on'])('ALLOW_INSECURE_HTTP is not switched by "%s"', (value) => {
    expect(mistakeOf('ALLOW_INSECURE_HTTP', value)).toBe('ALLOW_INSECURE_HTTP must be true or false')
  })

  it('RESULT_PAGE is one of three words', () => {
    expect(mistakeOf('RESULT_PAGE', 'success')).toBe('RESULT_PAGE must be one of failures, none, all')
  })

  it('LOG_LEVEL is one of five words', () => {
    expect(mistakeOf('LOG_LEVEL', 'verbose')).toBe(
      'LOG_LEVEL must be one of debug, info, warn, error, silent',
    )
  })

  it.each(['mysql://db/flowlix', './data/flowlix.db', 'sqlite:', 'SQLITE:./x.db'])(
    'DATABASE_URL and SANDBOX_DATABASE are not %s',
    (value) => {
      for (const name of ['DATABASE_URL', 'SANDBOX_DATABASE']) {
        expect(mistakeOf(name, value)).toMatch(new RegExp(`^${name} must be sqlite:<file>, such as sqlite:`))
      }
    },
  )

  it('SANDBOX_DATABASE is DATABASE_URL on PostgreSQL, unless it is set', () => {
    const url = 'postgres://gateway@db/flowlix'
    const origins = { API_URL: 'https://api.example', PAY_URL: 'https://pay.example' }
    expect(readConfig({ ...origins, DATABASE_URL: url }, 'serve').sandboxDatabase).toBe(url)
    const bank = 'sqlite:./data/bank.db'
    expect(
      readConfig({ ...origins, DATABASE_URL: url, SANDBOX_DATABASE: bank }, 'serve').sandboxDatabase,
    ).toBe(bank)
  })

  it.each([
    ['sqlite:./data/flowlix.db', 'sqlite:data/../data/flowlix.db', 1],
    ['sqlite:./data/flowlix.db', 'sqlite:./data/bank.db', 0],
    ['sqlite::memory:', 'sqlite::memory:', 0],
  ])('DATABASE_URL %s with SANDBOX_DATABASE %s: %i mistake(s)', (ours, bank, count) => {
    const mistakes = mistakesOf({ DATABASE_URL: ours, SANDBOX_DATABASE: bank })
    expect(mistakes).toHaveLength(count)
    for (const mistake of mistakes) expect(mistake).toMatch(/DATABASE_URL must name different files/)
  })

  it.each(['postgres://db/flowlix', 'postgresql://db/flowlix', 'Postgres://me:secret@db:6432/flowlix'])(
    'DATABASE_URL may be %s',
    (value) => {
      expect(mistakeOf('DATABASE_URL', value)).toBeNull()
    },
  )
})

describe('the README', () => {
  it('has the current table of settings', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    expect(readme, 'run: npm run settings').toContain(`\n${settingsTable()}\n`)
  })
})
