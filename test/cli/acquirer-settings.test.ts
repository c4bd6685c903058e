/** The settings of acquirers: what each credential must look like, what is missing, and that nothing shows a secret. */
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { fingerprintOf } from '../../src/cli/identity.ts'
import type { CommandName } from '../../src/config/command-names.ts'
import { type Environment, examineSettings } from '../../src/config/read-config.ts'
import { readConfig } from '../support/read-config.ts'

const stripe = {
  live: `sk_live_${'a1'.repeat(20)}`,
  test: `rk_test_${'b2'.repeat(20)}`,
}
const checkoutKey = (start: string): string => `${start}${'a'.repeat(27)}`

const mistakesOf = (environment: Environment, command: CommandName = 'serve'): readonly string[] =>
  examineSettings(environment, command).mistakes

describe('a credential', () => {
  it.each([
    [
      'STRIPE_SECRET_KEY',
      'hunter2',
      'must be a secret or restricted key from Stripe, sk_live_... or rk_live_...',
    ],
    ['STRIPE_SECRET_KEY', stripe.test, 'is a test key, but must be'],
    ['STRIPE_TEST_SECRET_KEY', stripe.live, 'is a live key, but must be'],
    ['STRIPE_SECRET_KEY', stripe.live.replace('sk', 'pk'), 'is a publishable key, but must be'],
    ['CHECKOUT_SECRET_KEY', 'sk_test_1', 'must be a secret key from Checkout.com, sk_ and 27 characters'],
    ['CHECKOUT_SECRET_KEY', checkoutKey('sk_sbox_'), 'is a sandbox key, but must be'],
    ['CHECKOUT_TEST_SECRET_KEY', checkoutKey('sk_'), 'is a live key, but must be'],
    ['CHECKOUT_SECRET_KEY', checkoutKey('pk_'), 'is a public key, but must be'],
    ['CHECKOUT_PUBLIC_KEY', checkoutKey('sk_'), 'is a secret key, but must be'],
    ['CHECKOUT_PREFIX', 'api.example', 'must be the first 8 characters of the client ID'],
    ['CHECKOUT_CHANNEL', 'acct_1', 'must be the ID of a processing channel'],
    ['ACQUIRER_PROXY', '10.1.2.3:3128', 'must be the URL of a proxy, such as'],
    ['ACQUIRER_PROXY', 'socks5://proxy.example.com', 'must be the URL of a proxy, such as'],
    ['ACQUIRER_PROXY', 'http://user:100%@proxy.example.com', 'contains a % that does not encode a character'],
    ['ACQUIRER_PROXY', 'http://user%:41@proxy.example.com', 'contains a % that does not encode a character'],
    ['WEBHOOK_PROXY', 'http://user:100%@proxy.example.com', 'contains a % that does not encode a character'],
  ])('in %s is not accepted as %s', (name, value, mistake) => {
    const [found = '', ...others] = mistakesOf({ [name]: value })
    expect(others).toEqual([])
    expect(found).toContain(`${name} ${mistake}`)
    expect(found).not.toContain(value)
  })

  it('is accepted in the form that the acquirer gives out', () => {
    const environment = {
      STRIPE_SECRET_KEY: stripe.live,
      STRIPE_TEST_SECRET_KEY: stripe.test,
      CHECKOUT_SECRET_KEY: checkoutKey('sk_'),
      CHECKOUT_PUBLIC_KEY: checkoutKey('pk_'),
      CHECKOUT_PREFIX: 'abcd1234',
      CHECKOUT_CHANNEL: 'pc_dkgoofpvuwuerekvd4ssr6jwom',
      CHECKOUT_TEST_SECRET_KEY: checkoutKey('sk_sbox_'),
      CHECKOUT_TEST_PUBLIC_KEY: checkoutKey('pk_sbox_'),
      ACQUIRER_PROXY: 'http://user:password@proxy.example.com:3128',
    }
    expect(mistakesOf(environment)).toEqual([])
    expect(readConfig(environment).stripeKey?.text()).toBe(stripe.live)
  })

  it('is never shown, and its replacement changes the fingerprint of the settings', () => {
    const config = readConfig({ STRIPE_SECRET_KEY: stripe.live })
    for (const shown of [inspect(config), JSON.stringify(config), `${config.stripeKey}`])
      expect(shown).not.toContain(stripe.live)
    const others = readConfig({ STRIPE_SECRET_KEY: stripe.live.replaceAll('a', 'c') })
    expect(fingerprintOf(others)).not.toBe(fingerprintOf(config))
  })
})

describe('a proxy', () => {
  it.each(['ACQUIRER_PROXY', 'WEBHOOK_PROXY'])(
    'in %s does not put its password into the fingerprint, because a short one could be found by trying',
    (name) => {
      const proxy = (password: string, host = 'proxy.example.com') =>
        fingerprintOf(readConfig({ [name]: `http://user:${password}@${host}:3128` }))
      expect(proxy('a')).toBe(proxy('b'))
      expect(proxy('a')).not.toBe(proxy('a', 'proxy.example.org'))
    },
  )
})

describe('a list of acquirers', () => {
  it('may have several entries, the default first', () => {
    const { liveAcquirers } = examineSettings({ LIVE_ACQUIRER: 'stripe, ./acquirer.js' }, 'serve').config
    expect(liveAcquirers).toEqual([
      { kind: 'built_in', name: 'stripe' },
      { kind: 'module', path: './acquirer.js' },
    ])
  })

  it.each(['stripe,', ',', 'stripe,stripe'])('is not valid as %s', (list) => {
    expect(mistakesOf({ TEST_ACQUIRER: list })).toContain(
      'TEST_ACQUIRER must list names or paths, separated by commas, each of them once',
    )
  })

  it('names everything that its acquirers still need, all at once', () => {
    const environment = {
      LIVE_ACQUIRER: 'stripe,checkout',
      TEST_ACQUIRER: 'stripe',
      CHECKOUT_PREFIX: 'abcd1234',
    }
    expect(mistakesOf(environment)).toEqual([
      'STRIPE_SECRET_KEY must be set, because LIVE_ACQUIRER includes stripe',
      'CHECKOUT_SECRET_KEY must be set, because LIVE_ACQUIRER includes checkout',
      'CHECKOUT_PUBLIC_KEY must be set, because LIVE_ACQUIRER includes checkout',
      'CHECKOUT_CHANNEL must be set, because LIVE_ACQUIRER includes checkout',
      'STRIPE_TEST_SECRET_KEY must be set, because TEST_ACQUIRER includes stripe',
    ])
  })

  it('needs no credentials where only names are needed', () => {
    expect(mistakesOf({ LIVE_ACQUIRER: 'stripe', TEST_ACQUIRER: 'checkout' }, 'merchants')).toEqual([])
  })

  it('of live payments does not concern the sandbox', () => {
    expect(mistakesOf({ LIVE_ACQUIRER: 'stripe' }, 'dev')).toEqual([])
    expect(mistakesOf({ TEST_ACQUIRER: 'stripe' }, 'dev')).toEqual([
      'STRIPE_TEST_SECRET_KEY must be set, because TEST_ACQUIRER includes stripe',
    ])
  })
})
