/** `flowlix acquirer check` as it is typed: what it needs, and that it cannot be used with live credentials. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../support/typed-command.ts'

let desk: Desk
beforeEach(() => {
  desk = openDesk()
})
afterEach(() => desk.close())

describe('flowlix acquirer check', () => {
  it('names every setting that is missing', async () => {
    const refused = await desk.type(['acquirer', 'check', 'checkout'])
    expect([refused.code, refused.stdout]).toEqual([2, ''])
    expect(refused.stderr.split('\n')).toEqual([
      'flowlix: The settings are not valid:',
      '  - CHECKOUT_TEST_SECRET_KEY must be set',
      '  - CHECKOUT_TEST_PUBLIC_KEY must be set',
      '  - CHECKOUT_TEST_PREFIX must be set',
      '  - CHECKOUT_TEST_CHANNEL must be set',
    ])
  })

  it('refuses a live key without showing it', async () => {
    const key = `sk_live_${'a1'.repeat(20)}`
    const refused = await desk.type(['acquirer', 'check', 'stripe'], { STRIPE_TEST_SECRET_KEY: key })
    expect([refused.code, refused.stdout]).toEqual([2, ''])
    expect(refused.stderr).toMatch(
      /STRIPE_TEST_SECRET_KEY is a live key, but must be a secret or restricted key/,
    )
    expect(refused.stderr).not.toContain(key)
  })

  it.each([
    [['acquirer', 'check', 'adyen'], 'the acquirer must be stripe or checkout'],
    [
      ['acquirer', 'check', 'stripe', '--card', '4242 4242'],
      '--card must be the number of a test card, without spaces',
    ],
    [['acquirer', 'check', 'stripe', '--currency', 'xxx'], '--currency must be one of eur, usd, gbp'],
  ])('does not accept %j', async (args, mistake) => {
    const refused = await desk.type(args)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toBe(`flowlix: ${mistake}. See "flowlix acquirer check --help".`)
  })
})
