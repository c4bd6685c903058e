/** The settings that bound what one client, key or card may do. */
import { integer, networks, oneOf } from './kinds.ts'
import { type Setting, starts } from './setting.ts'

export const limitSettings = {
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
  connectionsPerAddress: {
    name: 'CONNECTIONS_PER_ADDRESS',
    default: '200',
    kind: integer(1, 10_000),
    meaning:
      'How many connections one IPv4 address or IPv6 /64 network may have. Private addresses and trusted proxies are not limited.',
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
} as const satisfies Readonly<Record<string, Setting<unknown>>>
