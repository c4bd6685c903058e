/** Which acquirers process payments, and what they need. A setting with TEST in its name is for test payments. */
import { acquirerList, checkoutChannel, checkoutKey, checkoutPrefix, stripeKey } from './acquirer-kinds.ts'
import type { AcquirerSource, BuiltInAcquirer } from './acquirer-names.ts'
import type { CommandName } from './command-names.ts'
import { optional, proxyUrl } from './kinds.ts'
import type { Setting } from './setting.ts'

const withLive: readonly CommandName[] = ['serve', 'payments refund', 'reconcile']
const withTest: readonly CommandName[] = ['dev', ...withLive]
/** Sends requests with test credentials only. */
const withTestKeys: readonly CommandName[] = [...withTest, 'acquirer check']

export const acquirerSettings = {
  liveAcquirers: {
    name: 'LIVE_ACQUIRER',
    default: '',
    kind: acquirerList(),
    meaning:
      'The acquirers of live payments, separated by commas: `stripe`, `checkout`, or the path of a module that exports `createAcquirer()`; see [acquirers](docs/acquirers.md). The first one is the default, and each merchant can have a different one.',
    commands: [...withLive, 'merchants'],
  },
  testAcquirers: {
    name: 'TEST_ACQUIRER',
    default: '',
    kind: acquirerList(),
    meaning:
      'The acquirers of test payments, in the same form as `LIVE_ACQUIRER`. They process payments in their own test environments. Without this setting, the sandbox processes test payments.',
    commands: [...withTest, 'merchants'],
  },
  stripeKey: {
    name: 'STRIPE_SECRET_KEY',
    default: '',
    kind: optional(stripeKey('live')),
    meaning: 'The secret or restricted key for live payments at [Stripe](docs/acquirers/stripe.md).',
    commands: withLive,
  },
  stripeTestKey: {
    name: 'STRIPE_TEST_SECRET_KEY',
    default: '',
    kind: optional(stripeKey('test')),
    meaning: "The secret or restricted key for Stripe's test environment.",
    commands: withTestKeys,
  },
  checkoutKey: {
    name: 'CHECKOUT_SECRET_KEY',
    default: '',
    kind: optional(checkoutKey('sk', 'live')),
    meaning: 'The secret key for live payments at [Checkout.com](docs/acquirers/checkout.md).',
    commands: withLive,
  },
  checkoutPublicKey: {
    name: 'CHECKOUT_PUBLIC_KEY',
    default: '',
    kind: optional(checkoutKey('pk', 'live')),
    meaning: 'The public key for live payments at Checkout.com, which turns cards into tokens.',
    commands: withLive,
  },
  checkoutPrefix: {
    name: 'CHECKOUT_PREFIX',
    default: '',
    kind: optional(checkoutPrefix()),
    meaning:
      'The first 8 characters of the client ID at Checkout.com, without `cli_`. They are part of the host name.',
    commands: withLive,
  },
  checkoutChannel: {
    name: 'CHECKOUT_CHANNEL',
    default: '',
    kind: optional(checkoutChannel()),
    meaning:
      'The ID of the processing channel at Checkout.com, for merchants that do not have one of their own.',
    commands: withLive,
  },
  checkoutTestKey: {
    name: 'CHECKOUT_TEST_SECRET_KEY',
    default: '',
    kind: optional(checkoutKey('sk', 'test')),
    meaning: "The secret key for Checkout.com's sandbox.",
    commands: withTestKeys,
  },
  checkoutTestPublicKey: {
    name: 'CHECKOUT_TEST_PUBLIC_KEY',
    default: '',
    kind: optional(checkoutKey('pk', 'test')),
    meaning: "The public key for Checkout.com's sandbox.",
    commands: withTestKeys,
  },
  checkoutTestPrefix: {
    name: 'CHECKOUT_TEST_PREFIX',
    default: '',
    kind: optional(checkoutPrefix()),
    meaning: "The first 8 characters of the client ID in Checkout.com's sandbox, without `cli_`.",
    commands: withTestKeys,
  },
  checkoutTestChannel: {
    name: 'CHECKOUT_TEST_CHANNEL',
    default: '',
    kind: optional(checkoutChannel()),
    meaning: "The ID of the processing channel in Checkout.com's sandbox.",
    commands: withTestKeys,
  },
  acquirerProxy: {
    name: 'ACQUIRER_PROXY',
    default: '',
    kind: optional(proxyUrl()),
    meaning:
      'The HTTP proxy through which `stripe` and `checkout` reach the internet, such as `http://user:password@proxy.example.com:3128`.',
    commands: withTestKeys,
  },
} as const satisfies Readonly<Record<string, Setting<unknown>>>

type Sources = Readonly<{
  liveAcquirers: readonly AcquirerSource[]
  testAcquirers: readonly AcquirerSource[]
}>
type Needed = Readonly<Record<BuiltInAcquirer, readonly Setting<unknown>[]>>

const s = acquirerSettings
export const neededSettings: Readonly<Record<'live' | 'test', Needed>> = {
  live: {
    stripe: [s.stripeKey],
    checkout: [s.checkoutKey, s.checkoutPublicKey, s.checkoutPrefix, s.checkoutChannel],
  },
  test: {
    stripe: [s.stripeTestKey],
    checkout: [s.checkoutTestKey, s.checkoutTestPublicKey, s.checkoutTestPrefix, s.checkoutTestChannel],
  },
}

/** `isSet` by the name of a setting. What was set to something invalid has been reported already. */
export function missingSettings(
  { liveAcquirers, testAcquirers }: Sources,
  command: CommandName,
  isSet: (name: string) => boolean,
): readonly string[] {
  const lists = [
    { list: s.liveAcquirers, sources: liveAcquirers, needed: neededSettings.live },
    { list: s.testAcquirers, sources: testAcquirers, needed: neededSettings.test },
  ]
  return lists.flatMap(({ list, sources, needed }) =>
    sources.flatMap((source) => {
      if (source.kind === 'module') return []
      const missing = needed[source.name].filter(
        ({ name, commands }) => commands.includes(command) && !isSet(name),
      )
      return missing.map(({ name }) => `${name} must be set, because ${list.name} includes ${source.name}`)
    }),
  )
}
