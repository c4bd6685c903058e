/** The settings that bound what one client, key or card may do. */
import { integer, networks, oneOf, optional, secret } from './kinds.ts'
import { type Setting, starts } from './setting.ts'

export const limitSettings = {
  rateLimitPerMinute: {
    name: 'RATE_LIMIT_PER_MINUTE',
    default: '500',
    kind: integer(1, 100_000_000),
    meaning: 'The number of API requests that each key may make per minute.',
    commands: starts,
  },
  trustedProxies: {
    name: 'TRUSTED_PROXIES',
    default: '',
    kind: networks(),
    meaning:
      'The addresses of the proxies in front of the gateway, such as `10.0.0.5,2001:db8::/32`. Their `X-Forwarded-For` header identifies the client. Without this setting, limits by address do not apply behind a proxy.',
    commands: starts,
  },
  connectionsPerAddress: {
    name: 'CONNECTIONS_PER_ADDRESS',
    default: '200',
    kind: integer(1, 10_000),
    meaning:
      'The number of connections that an IPv4 address or IPv6 /64 network may have open. Private addresses and trusted proxies are not limited.',
    commands: starts,
  },
  keepAliveSeconds: {
    name: 'KEEP_ALIVE_SECONDS',
    default: '75',
    kind: integer(1, 3_600),
    meaning:
      'How long the gateway keeps a connection open for the next request, in seconds. It must be longer than the time for which the proxy in front of the gateway keeps idle connections.',
    commands: starts,
  },
  throttles: {
    name: 'THROTTLES',
    default: 'on',
    devDefault: 'off',
    kind: oneOf(['on', 'off']),
    meaning:
      'Set to `off` to disable the limits on failed API keys, unknown payment pages, and cards. In `serve`, the limits on cards apply to live payments.',
    meaningFor: {
      dev: 'Set to `on` to enable the limits on failed API keys, unknown payment pages, and cards.',
    },
    commands: starts,
  },
  nodeSecret: {
    name: 'NODE_SECRET',
    default: '',
    kind: optional(secret(32)),
    meaning:
      'A random secret, the same on all nodes that share a PostgreSQL database, so that they count the declines of a card together. Without this setting, each node counts them on its own.',
    commands: starts,
  },
  failedKeysPerMinute: {
    name: 'FAILED_KEYS_PER_MINUTE',
    default: '20',
    kind: integer(0, 10_000),
    meaning:
      'The number of requests with an invalid API key that an address may send per minute. `0` means no limit, here and in the next six settings.',
    commands: starts,
  },
  unknownPagesPerMinute: {
    name: 'UNKNOWN_PAGES_PER_MINUTE',
    default: '30',
    kind: integer(0, 10_000),
    meaning: 'The number of nonexistent payment pages that an address may request per minute.',
    commands: starts,
  },
  cardPostsPerMinute: {
    name: 'CARD_POSTS_PER_MINUTE',
    default: '30',
    kind: integer(0, 10_000),
    meaning: 'The number of card forms that an address may submit per minute.',
    commands: starts,
  },
  addressDeclinesMax: {
    name: 'ADDRESS_DECLINES_MAX',
    default: '10',
    kind: integer(0, 1_000),
    meaning: 'The number of declines that an address may cause in ten minutes.',
    commands: starts,
  },
  cardDeclinesPerHour: {
    name: 'CARD_DECLINES_PER_HOUR',
    default: '5',
    kind: integer(0, 100),
    meaning: 'The number of times that a card may be declined per hour.',
    commands: starts,
  },
  cardDeclinesPerDay: {
    name: 'CARD_DECLINES_PER_DAY',
    default: '10',
    kind: integer(0, 100),
    meaning:
      'The number of times that a card may be declined in 24 hours at one merchant. The card schemes allow 10.',
    commands: starts,
  },
  breakerDeclinePercent: {
    name: 'BREAKER_DECLINE_PERCENT',
    default: '50',
    kind: integer(0, 99),
    meaning:
      "If more than this percentage of a merchant's card payments is declined within five minutes, its card payments are paused and an alarm is logged.",
    commands: starts,
  },
  breakerAttemptsMin: {
    name: 'BREAKER_ATTEMPTS_MIN',
    default: '100',
    kind: integer(1, 1_000_000),
    meaning: 'The number of card payments in those five minutes below which the percentage is ignored.',
    commands: starts,
  },
  breakerPauseSeconds: {
    name: 'BREAKER_PAUSE_SECONDS',
    default: '300',
    kind: integer(1, 86_400),
    meaning: 'The length of that pause, in seconds.',
    commands: starts,
  },
  testStorageMb: {
    name: 'TEST_STORAGE_MB_PER_DAY',
    default: '2000',
    devDefault: '0',
    kind: integer(0, 100_000_000),
    meaning:
      'The storage, in megabytes, that the payments of each test key may use in 24 hours, so that a leaked key cannot fill the disk. `0` means no limit.',
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
} as const satisfies Readonly<Record<string, Setting<unknown>>>
