/**
 * Every setting there is: its name in the environment, its default, how it is read, what it means, and which commands
 * look at it. The README's table is made from this one: `npm run settings`.
 */
import { noFaults, parseFaults } from '../acquirers/sandbox/faults.ts'
import { resultPages } from '../core/merchant.ts'
import { logFormats, logLevels } from '../platform/log.ts'
import { commandNames } from './command-names.ts'
import { databaseUrl, flag, integer, oneOf, optional, origin, parsed, text, textFile } from './kinds.ts'
import { limitSettings } from './limit-settings.ts'
import { type Setting, starts } from './setting.ts'

export type { Setting } from './setting.ts'

/** All but the one that speaks to a running gateway over HTTP. */
const withDatabase = commandNames.filter((name) => name !== 'sandbox')
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
  ...limitSettings,
  logLevel: {
    name: 'LOG_LEVEL',
    default: 'info',
    kind: oneOf(logLevels),
    meaning: 'What is logged: `debug`, `info`, `warn`, `error`, or `silent`.',
    commands: starts,
  },
  logFormat: {
    name: 'LOG_FORMAT',
    default: 'json',
    devDefault: 'readable',
    kind: oneOf(logFormats),
    meaning: 'How log lines are written: as JSON objects (`json`) or for people (`readable`).',
    commands: starts,
  },
  accessLog: {
    name: 'ACCESS_LOG',
    default: 'true',
    kind: flag(),
    meaning: 'Whether each request is logged, at `info`.',
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
