/**
 * Every setting there is: its name in the environment, its default, how it is read, what it means, and which commands
 * look at it. The README's table is made from this one: `npm run settings`.
 */
import { noFaults, parseFaults } from '../acquirers/sandbox/faults.ts'
import { logLevels } from '../platform/log.ts'
import { resultPages } from '../ports.ts'
import { type CommandName, commandNames } from './command-names.ts'
import {
  databaseUrl,
  flag,
  integer,
  type Kind,
  networks,
  oneOf,
  optional,
  origin,
  parsed,
  text,
  textFile,
} from './kinds.ts'

export type Setting<T> = Readonly<{
  name: string
  /** As it would be written in the environment; '' for none. `{PORT}` stands for the port. */
  default: string
  /** Where the sandbox start has a default of its own. */
  devDefault?: string
  kind: Kind<T>
  /** One sentence. */
  meaning: string
  commands: readonly CommandName[]
}>

/** All but the one that speaks to a running gateway over HTTP. */
const withDatabase = commandNames.filter((name) => name !== 'sandbox')
const starts = ['dev', 'serve'] as const
/** They ask an acquirer. */
const withAcquirer = ['serve', 'payments refund', 'reconcile'] as const
const withSandbox = ['dev', ...withAcquirer] as const

export const settings = {
  port: {
    name: 'PORT',
    default: '4242',
    kind: integer(1, 65_535),
    meaning: 'The port to listen on.',
    commands: [...starts, 'sandbox'],
  },
  host: {
    name: 'HOST',
    default: '127.0.0.1',
    kind: text(),
    meaning: 'The address to listen on. `dev` accepts loopback addresses only.',
    commands: starts,
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    default: 'sqlite:./data/flowlix.db',
    devDefault: 'sqlite:./data/sandbox.db',
    kind: databaseUrl('sqlite:./data/flowlix.db'),
    meaning: "The gateway's own data. `sqlite::memory:` keeps it in memory, for tests and CI.",
    commands: withDatabase,
  },
  apiUrl: {
    name: 'API_URL',
    default: 'http://localhost:{PORT}',
    kind: origin(),
    meaning: 'The public origin of the API. `serve` requires it.',
    commands: [...starts, 'sandbox'],
  },
  payUrl: {
    name: 'PAY_URL',
    default: 'http://localhost:{PORT}',
    kind: origin(),
    meaning: 'The public origin of the payment page; payment links are built from it. `serve` requires it.',
    commands: starts,
  },
  allowInsecureHttp: {
    name: 'ALLOW_INSECURE_HTTP',
    default: 'false',
    kind: flag(),
    meaning: 'Set it to `true` to let `serve` start with public origins that are not https.',
    commands: ['serve'],
  },
  rateLimitPerMinute: {
    name: 'RATE_LIMIT_PER_MINUTE',
    default: '500',
    kind: integer(1, 100_000_000),
    meaning: 'How many API requests each key may make in a minute.',
    commands: starts,
  },
  trustedProxies: {
    name: 'TRUSTED_PROXIES',
    default: '',
    kind: networks(),
    meaning:
      'The addresses of the proxies in front of the gateway, such as `10.0.0.5,2001:db8::/32`. Their `X-Forwarded-For` tells who the client is; without it, limits by address do not apply behind a proxy.',
    commands: starts,
  },
  throttles: {
    name: 'THROTTLES',
    default: 'on',
    devDefault: 'off',
    kind: oneOf(['on', 'off']),
    meaning:
      'Set it to `off` to switch off the limits on failed API keys, unknown payment pages, and cards. In `serve` the limits on cards apply to live payments.',
    commands: starts,
  },
  failedKeysPerMinute: {
    name: 'FAILED_KEYS_PER_MINUTE',
    default: '20',
    kind: integer(0, 10_000),
    meaning:
      'How many requests with an invalid API key an address may send in a minute. `0` means no limit, here and in the next seven settings.',
    commands: starts,
  },
  unknownPagesPerMinute: {
    name: 'UNKNOWN_PAGES_PER_MINUTE',
    default: '30',
    kind: integer(0, 10_000),
    meaning: 'How many payment pages that do not exist an address may ask for in a minute.',
    commands: starts,
  },
  cardPostsPerMinute: {
    name: 'CARD_POSTS_PER_MINUTE',
    default: '30',
    kind: integer(0, 10_000),
    meaning: 'How many card forms an address may send in a minute.',
    commands: starts,
  },
  addressDeclinesMax: {
    name: 'ADDRESS_DECLINES_MAX',
    default: '10',
    kind: integer(0, 1_000),
    meaning: 'How many cards may be declined in ten minutes for an address.',
    commands: starts,
  },
  cardDeclinesPerHour: {
    name: 'CARD_DECLINES_PER_HOUR',
    default: '5',
    kind: integer(0, 100),
    meaning: 'How often a card may be declined in an hour.',
    commands: starts,
  },
  cardDeclinesPerDay: {
    name: 'CARD_DECLINES_PER_DAY',
    default: '10',
    kind: integer(0, 100),
    meaning: 'How often a card may be declined in 24 hours at one merchant; the card schemes allow 10.',
    commands: starts,
  },
  breakerDeclinePercent: {
    name: 'BREAKER_DECLINE_PERCENT',
    default: '50',
    kind: integer(0, 99),
    meaning:
      "If more than this share of a merchant's cards is declined within five minutes, its card payments are paused and an alarm is logged.",
    commands: starts,
  },
  breakerAttemptsMin: {
    name: 'BREAKER_ATTEMPTS_MIN',
    default: '100',
    kind: integer(1, 1_000_000),
    meaning: 'How many cards must have been tried in the five minutes before the share counts.',
    commands: starts,
  },
  breakerPauseSeconds: {
    name: 'BREAKER_PAUSE_SECONDS',
    default: '300',
    kind: integer(1, 86_400),
    meaning: 'How long the pause lasts.',
    commands: starts,
  },
  testStorageMb: {
    name: 'TEST_STORAGE_MB_PER_DAY',
    default: '2000',
    devDefault: '0',
    kind: integer(0, 100_000_000),
    meaning:
      'How many megabytes the payments of each test key may take up in 24 hours, so that a leaked key cannot fill the disk; `0` is no limit.',
    commands: starts,
  },
  liveStorageMb: {
    name: 'LIVE_STORAGE_MB_PER_DAY',
    default: '20000',
    devDefault: '0',
    kind: integer(0, 100_000_000),
    meaning: 'The same for each live key.',
    commands: starts,
  },
  logLevel: {
    name: 'LOG_LEVEL',
    default: 'info',
    kind: oneOf(logLevels),
    meaning: 'What is logged: `debug`, `info`, `warn`, `error`, or `silent`.',
    commands: starts,
  },
  sessionLifeSeconds: {
    name: 'SESSION_LIFE_SECONDS',
    default: '86400',
    kind: integer(1_800, 31_536_000, 1),
    meaning: 'How long a session stays open: at least 1800 in `serve`, at least 1 in `dev`.',
    commands: starts,
  },
  attemptsMax: {
    name: 'ATTEMPTS_MAX',
    default: '1',
    kind: integer(1, 5),
    meaning:
      'How many cards a customer may try on one hosted payment, up to 5. A merchant can have its own number.',
    commands: starts,
  },
  resultPage: {
    name: 'RESULT_PAGE',
    default: 'failures',
    kind: oneOf(resultPages),
    meaning:
      'Which results customers see on the payment page before they return to the shop: `failures`, `all`, or `none`, which returns them at once. A merchant can have its own value.',
    commands: starts,
  },
  workerIntervalMs: {
    name: 'WORKER_INTERVAL_MS',
    default: '500',
    kind: integer(10, 60_000),
    meaning: 'The pause between rounds of background work.',
    commands: starts,
  },
  shutdownSeconds: {
    name: 'SHUTDOWN_SECONDS',
    default: '40',
    kind: integer(1, 600),
    meaning: 'How long a stop waits for running payments.',
    commands: starts,
  },
  liveAcquirer: {
    name: 'LIVE_ACQUIRER',
    default: '',
    kind: optional(text()),
    meaning:
      'A module that exports `createAcquirer()`, for live payments; see [acquirers](docs/acquirers.md).',
    commands: withAcquirer,
  },
  privacyText: {
    name: 'PRIVACY_FILE',
    default: '',
    kind: optional(textFile()),
    meaning: 'A text file to show at `/privacy` instead of the built-in text.',
    commands: starts,
  },
  accessibilityText: {
    name: 'ACCESSIBILITY_FILE',
    default: '',
    kind: optional(textFile()),
    meaning: 'A text file to show at `/accessibility` instead of the built-in text.',
    commands: starts,
  },
  sandboxDatabase: {
    name: 'SANDBOX_DATABASE',
    default: 'sqlite:./data/sandbox-bank.db',
    kind: databaseUrl('sqlite:./data/sandbox-bank.db'),
    meaning:
      "The sandbox bank's own book, which test payments use. `sqlite::memory:` keeps it in memory, for tests and CI.",
    commands: withSandbox,
  },
  sandboxRefundMs: {
    name: 'SANDBOX_REFUND_MS',
    default: '1000',
    kind: integer(0, 86_400_000),
    meaning: 'How long the sandbox bank takes for a refund.',
    commands: withSandbox,
  },
  sandboxFaults: {
    name: 'SANDBOX_FAULTS',
    default: '',
    kind: parsed((value) => (value === '' ? noFaults() : parseFaults(value))),
    meaning: 'What goes wrong at the sandbox bank, for tests; see [acquirers](docs/acquirers.md).',
    commands: withSandbox,
  },
} as const satisfies Readonly<Record<string, Setting<unknown>>>

export type Config = Readonly<{
  [Key in keyof typeof settings]: ReturnType<(typeof settings)[Key]['kind']>
}>

export const settingList: readonly Setting<unknown>[] = Object.values(settings)
