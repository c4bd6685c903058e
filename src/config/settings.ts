/**
 * Every setting: its name in the environment, its default, how it is parsed, what it means, and which commands use it.
 * `npm run settings` generates the README's table from this one.
 */
import { noFaults, parseFaults } from '../acquirers/sandbox/faults.ts'
import { CoBadged } from '../core/card/co-badged.ts'
import { declineDetails } from '../core/decline.ts'
import { languages } from '../core/language.ts'
import { resultPages } from '../core/merchant.ts'
import { logFormats } from '../platform/log.ts'
import { logLevels } from '../platform/log-record.ts'
import { acquirerSettings } from './acquirer-settings.ts'
import { apiSettings } from './api-settings.ts'
import { databaseSettings } from './database-settings.ts'
import {
  databaseUrl,
  flag,
  integer,
  oneOf,
  optional,
  origin,
  parsed,
  parsedFile,
  someOf,
  text,
  textFile,
} from './kinds.ts'
import { limitSettings } from './limit-settings.ts'
import { servedParts } from './served-parts.ts'
import { type Setting, starts } from './setting.ts'
import { webhookSettings } from './webhook-settings.ts'

export type { Setting } from './setting.ts'

/** Commands that send requests to an acquirer. */
const withAcquirer = ['serve', 'payments refund', 'reconcile'] as const
const withSandbox = ['dev', ...withAcquirer] as const

export const settings = {
  port: {
    name: 'PORT',
    default: '4242',
    kind: integer(1, 65_535),
    meaning: 'The port to listen on.',
    meaningFor: { sandbox: 'The port of the running sandbox, if `API_URL` is not set.' },
    commands: [...starts, 'sandbox'],
  },
  host: {
    name: 'HOST',
    default: '127.0.0.1',
    kind: text(),
    meaning: 'The address to listen on. `dev` accepts only loopback addresses.',
    commands: starts,
  },
  ...databaseSettings,
  apiUrl: {
    name: 'API_URL',
    default: 'http://localhost:{PORT}',
    kind: origin(),
    meaning: 'The public origin of the API. `serve` requires it.',
    meaningFor: {
      dev: 'The origin of the API.',
      serve: 'The public origin of the API.',
      sandbox: "The origin of the running sandbox's API.",
    },
    requiredBy: ['serve'],
    commands: [...starts, 'sandbox'],
  },
  payUrl: {
    name: 'PAY_URL',
    default: 'http://localhost:{PORT}',
    kind: origin(),
    meaning: 'The public origin of the payment page; payment links are built from it. `serve` requires it.',
    meaningFor: {
      dev: 'The origin of the payment page; payment links are built from it.',
      serve: 'The public origin of the payment page; payment links are built from it.',
    },
    requiredBy: ['serve'],
    commands: starts,
  },
  allowInsecureHttp: {
    name: 'ALLOW_INSECURE_HTTP',
    default: 'false',
    kind: flag(),
    meaning: 'Set to `true` to allow `serve` to use http origins.',
    commands: ['serve'],
  },
  ...limitSettings,
  ...webhookSettings,
  logLevel: {
    name: 'LOG_LEVEL',
    default: 'info',
    kind: oneOf(logLevels),
    meaning: 'The lowest level that is logged: `debug`, `info`, `warn`, `error`, or `silent`.',
    commands: starts,
  },
  logFormat: {
    name: 'LOG_FORMAT',
    default: 'json',
    devDefault: 'readable',
    kind: oneOf(logFormats),
    meaning: 'The format of log lines: JSON objects (`json`) or plain text (`readable`).',
    commands: starts,
  },
  accessLog: {
    name: 'ACCESS_LOG',
    default: 'true',
    kind: flag(),
    meaning: 'Whether to log each request, at level `info`.',
    commands: starts,
  },
  metricsPort: {
    name: 'METRICS_PORT',
    default: '',
    kind: optional(integer(1, 65_535)),
    meaning:
      'The port that serves metrics for Prometheus at `/metrics`; see [metrics](docs/operating.md#metrics-and-alerts). Without this setting, there are no metrics.',
    commands: starts,
  },
  metricsHost: {
    name: 'METRICS_HOST',
    default: '127.0.0.1',
    kind: text(),
    meaning:
      'The address to serve metrics on. Metrics need no password, so let only your monitoring reach it. `dev` accepts only loopback addresses.',
    commands: starts,
  },
  sessionLifeSeconds: {
    name: 'SESSION_LIFE_SECONDS',
    default: '86400',
    kind: integer(1_800, 31_536_000, 1),
    meaning:
      'How long a session stays open, in seconds: at least 1800 in `serve`, at least 1 in `dev`. Customers can extend one that is shorter than 20 hours (72000), up to ten times.',
    commands: starts,
  },
  attemptsMax: {
    name: 'ATTEMPTS_MAX',
    default: '1',
    kind: integer(1, 5),
    meaning:
      'How many cards a customer may try for one hosted payment, up to 5. Each merchant can override it.',
    commands: starts,
  },
  resultPage: {
    name: 'RESULT_PAGE',
    default: 'failures',
    kind: oneOf(resultPages),
    meaning:
      'Which results customers see on the payment page before they return to the shop: `failures`, `all`, or `none`, which returns them immediately. Each merchant can override it.',
    commands: starts,
  },
  defaultLocale: {
    name: 'DEFAULT_LOCALE',
    default: 'en',
    kind: oneOf(languages),
    meaning:
      'The language of the payment page for customers whose browser requests none of the supported languages; see [languages](docs/languages.md).',
    commands: starts,
  },
  declineDetail: {
    name: 'DECLINE_DETAIL',
    default: 'helpful',
    kind: oneOf(declineDetails),
    meaning:
      'What customers learn about a declined card: the reason, as far as it helps them (`helpful`), or only that their bank declined the payment (`minimal`). Lost and stolen cards and suspected fraud always look like any other decline.',
    commands: starts,
  },
  coBadgedRanges: {
    name: 'CO_BADGED_RANGES',
    default: '',
    kind: optional(parsedFile(CoBadged.parse)),
    meaning:
      'A file with the ranges of co-badged cards for live payments, which the acquirer provides; see [co-badged cards](docs/acquirers.md#co-badged-cards).',
    commands: starts,
  },
  testRetentionDays: {
    name: 'TEST_RETENTION_DAYS',
    default: '90',
    kind: integer(0, 36_500),
    meaning:
      'How many days after its end, or after its last refund, a test payment keeps its personal data, including its description and metadata. `0` keeps it until `flowlix purge` removes it.',
    commands: starts,
  },
  liveRetentionDays: {
    name: 'LIVE_RETENTION_DAYS',
    default: '0',
    kind: integer(0, 36_500),
    meaning: 'The same for live payments.',
    commands: starts,
  },
  webhookRetentionDays: {
    name: 'WEBHOOK_RETENTION_DAYS',
    default: '30',
    kind: integer(4, 3_650),
    meaning: 'How many days events can be read from the API.',
    commands: starts,
  },
  serves: {
    name: 'SERVE',
    default: '',
    kind: someOf(servedParts),
    meaning:
      'What this process does, as a list of `api`, `page`, `worker`, and `webhooks`. Without this setting, it does everything. See [one process for each part](docs/operating.md#one-process-for-each-part).',
    commands: ['serve'],
  },
  workerIntervalMs: {
    name: 'WORKER_INTERVAL_MS',
    default: '500',
    kind: integer(10, 60_000),
    meaning: 'The interval between background worker runs, in milliseconds.',
    commands: starts,
  },
  shutdownSeconds: {
    name: 'SHUTDOWN_SECONDS',
    default: '40',
    kind: integer(1, 600),
    meaning: 'How long shutdown waits for running payments, in seconds.',
    commands: starts,
  },
  shutdownDelaySeconds: {
    name: 'SHUTDOWN_DELAY_SECONDS',
    default: '0',
    kind: integer(0, 600),
    meaning:
      'How long the gateway keeps serving after SIGTERM, while `/readyz` responds with 503, in seconds. Behind a load balancer, set this to more than the load balancer needs to notice.',
    commands: starts,
  },
  ...acquirerSettings,
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
    default: 'sqlite:./data/test-acquirer.db',
    devDefault: 'sqlite:./data/sandbox-acquirer.db',
    kind: databaseUrl('sqlite:./data/test-acquirer.db'),
    meaning:
      'The database of the sandbox acquirer, which processes test payments: a file, or PostgreSQL, where it has its own schema. If `DATABASE_URL` is PostgreSQL, the default is the same database. `sqlite::memory:` keeps it in memory, for tests and CI.',
    commands: withSandbox,
  },
  sandboxRefundMs: {
    name: 'SANDBOX_REFUND_MS',
    default: '1000',
    kind: integer(0, 86_400_000),
    meaning: 'How long the sandbox acquirer takes to complete a refund, in milliseconds.',
    commands: withSandbox,
  },
  sandboxFaults: {
    name: 'SANDBOX_FAULTS',
    default: '',
    kind: parsed((value) => (value === '' ? noFaults() : parseFaults(value))),
    meaning: 'Failures that the sandbox acquirer simulates, for tests; see [acquirers](docs/acquirers.md).',
    commands: withSandbox,
  },
  ...apiSettings,
} as const satisfies Readonly<Record<string, Setting<unknown>>>

export type Config = Readonly<{
  [Key in keyof typeof settings]: ReturnType<(typeof settings)[Key]['kind']>
}>

export const settingList: readonly Setting<unknown>[] = Object.values(settings)
