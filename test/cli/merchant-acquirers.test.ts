/** Each merchant can have its own acquirer, and an account of its own there. */
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk, type Typed } from '../support/typed-command.ts'

const module = fileURLToPath(new URL('../support/live-acquirer.ts', import.meta.url))
const settings = { LIVE_ACQUIRER: `stripe,checkout,${module}`, TEST_ACQUIRER: 'stripe' }

let desk: Desk
let merchant: string
beforeEach(async () => {
  desk = openDesk()
  await desk.type(['init'])
  merchant = (await desk.type(['merchants', 'create', '--name', 'Shop'])).stdout.split(' ')[0] ?? ''
})
afterEach(() => desk.close())

const set = (...options: readonly string[]): Promise<Typed> =>
  desk.type(['merchants', 'set', merchant, ...options], settings)

/** What is said about the acquirer when a key is created. */
async function acquirerNote(mode: string, environment: Readonly<Record<string, string>>) {
  const keys = ['keys', 'create', '--merchant', merchant, '--mode', mode]
  const { stderr } = await desk.type(keys, environment)
  return /(?:[a-z]+, is not in )?[A-Z]+_ACQUIRER (?:is not set )?here\./.exec(stderr)?.[0] ?? null
}

async function details(): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await desk.type(['merchants', 'show', merchant, '--json'])
  const { acquirer, acquirer_account, test_acquirer, test_acquirer_account } = JSON.parse(stdout)
  return { acquirer, acquirer_account, test_acquirer, test_acquirer_account }
}

const channel = 'pc_dkgoofpvuwuerekvd4ssr6jwom'
const none = { acquirer: null, acquirer_account: null, test_acquirer: null, test_acquirer_account: null }

describe("a merchant's acquirer", () => {
  it('is the default until it is set, for live and for test payments', async () => {
    expect(await details()).toEqual(none)
    await set('--acquirer', 'checkout', '--acquirer-account', channel, '--test-acquirer', 'stripe')
    expect(await details()).toEqual({
      acquirer: 'checkout',
      acquirer_account: channel,
      test_acquirer: 'stripe',
      test_acquirer_account: null,
    })
    expect((await desk.type(['merchants', 'list'])).stdout).toMatch(/Shop +checkout /)
    expect((await desk.type(['merchants', 'show', merchant])).stdout).toMatch(
      new RegExp(`^acquirer-account +${channel}$`, 'm'),
    )
  })

  it('may be a module, by the name that it gives itself, or the sandbox for test payments', async () => {
    expect((await set('--acquirer', 'in memory', '--test-acquirer', 'sandbox')).code).toBe(0)
    expect(await details()).toEqual({ ...none, acquirer: 'in memory', test_acquirer: 'sandbox' })
  })

  it('keeps its account while its name stays, and loses it with the name', async () => {
    await set('--acquirer', 'stripe', '--acquirer-account', 'acct_1')
    await set('--acquirer', 'stripe', '--city', 'Berlin')
    expect(await details()).toMatchObject({ acquirer: 'stripe', acquirer_account: 'acct_1' })
    await set('--acquirer', 'checkout')
    expect(await details()).toMatchObject({ acquirer: 'checkout', acquirer_account: null })
    await set('--acquirer', '')
    expect(await details()).toEqual(none)
  })

  it('stays as it is where its settings are not at hand', async () => {
    await set('--acquirer', 'stripe', '--acquirer-account', 'acct_1')
    const elsewhere = ['merchants', 'set', merchant, '--acquirer', 'stripe', '--acquirer-account', 'acct_2']
    expect((await desk.type(elsewhere)).code).toBe(0)
    expect(await details()).toMatchObject({ acquirer: 'stripe', acquirer_account: 'acct_2' })
  })

  it.each([
    [
      ['--acquirer', 'adyen'],
      '--acquirer must be one of the acquirers in LIVE_ACQUIRER: stripe, checkout, in memory',
    ],
    [
      ['--test-acquirer', 'checkout'],
      '--test-acquirer must be one of the acquirers in TEST_ACQUIRER: stripe, sandbox',
    ],
    [['--acquirer-account', 'acct_1'], '--acquirer-account needs --acquirer'],
    [
      ['--acquirer', 'stripe', '--acquirer-account', 'pc_1'],
      '--acquirer-account must begin with acct_, because the acquirer is stripe',
    ],
    [
      ['--acquirer', 'checkout', '--acquirer-account', 'pc_x'],
      '--acquirer-account must be the whole ID of a processing channel, pc_...',
    ],
    [
      ['--acquirer', 'in memory', '--acquirer-account', 'a b'],
      '--acquirer-account must be an ID of at most 64 letters, digits, _, and -',
    ],
  ])('is refused as %j, and nothing is changed', async (options, mistake) => {
    const refused = await set(...options, '--city', 'Berlin')
    expect([refused.code, refused.stdout]).toEqual([2, ''])
    expect(refused.stderr).toBe(`flowlix: ${mistake}. See "flowlix merchants set --help".`)
    expect((await desk.type(['merchants', 'show', merchant])).stdout).toMatch(/^city +-$/m)
  })

  it.each([
    ['test', {}, null],
    ['test', { TEST_ACQUIRER: 'checkout' }, null],
    ['live', {}, 'LIVE_ACQUIRER is not set here.'],
    ['live', { LIVE_ACQUIRER: 'checkout' }, null],
  ] as const)('that is the default is told of at a %s key with %j: %s', async (mode, environment, told) => {
    expect(await acquirerNote(mode, environment)).toBe(told)
  })

  it.each([
    ['test', {}, 'stripe, is not in TEST_ACQUIRER here.'],
    ['test', { TEST_ACQUIRER: 'checkout' }, 'stripe, is not in TEST_ACQUIRER here.'],
    ['test', { TEST_ACQUIRER: 'checkout, stripe' }, null],
    ['live', {}, 'checkout, is not in LIVE_ACQUIRER here.'],
    ['live', { LIVE_ACQUIRER: 'stripe' }, 'checkout, is not in LIVE_ACQUIRER here.'],
    ['live', { LIVE_ACQUIRER: 'stripe,./own.mjs' }, null],
  ] as const)('of its own is told of at a %s key with %j: %s', async (mode, environment, told) => {
    await set('--acquirer', 'checkout', '--test-acquirer', 'stripe')
    expect(await acquirerNote(mode, environment)).toBe(told)
  })

  it('is not told of at a test key if it is the sandbox', async () => {
    await set('--test-acquirer', 'sandbox')
    expect(await acquirerNote('test', {})).toBe(null)
  })

  it('cannot be set without the settings of the gateway', async () => {
    const refused = await desk.type(['merchants', 'set', merchant, '--acquirer', 'stripe'])
    expect(refused.stderr).toBe(
      'flowlix: --acquirer needs LIVE_ACQUIRER, with the same value as for "flowlix serve". See "flowlix merchants set --help".',
    )
  })
})
