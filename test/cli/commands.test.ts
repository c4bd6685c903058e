/** What is typed: help and version anywhere, and one sentence with status 2 for what is not understood. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commands } from '../../src/cli/commands.ts'
import { settingList } from '../../src/config/settings.ts'
import { type Desk, openDesk } from '../support/typed-command.ts'

let desk: Desk
beforeEach(() => {
  desk = openDesk()
})
afterEach(() => desk.close())

const names = commands.map(({ name }) => name)

describe('help', () => {
  it.each([[['--help']], [['-h']], [['help']]])('%j lists every command', async (args) => {
    const { code, stdout, stderr } = await desk.type(args)
    expect([code, stderr]).toEqual([0, ''])
    for (const name of names) expect(stdout).toMatch(new RegExp(`^ {2}${name} {2,}\\S.*\\.$`, 'm'))
  })

  it.each(names)('of %s shows its usage, options, settings, and an example', async (name) => {
    const { code, stdout } = await desk.type([...name.split(' '), '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`Usage: flowlix ${name}`)
    const command = commands.find((one) => one.name === name)
    const { options = {}, settings } = command ?? {}
    for (const option of Object.keys(options)) expect(stdout).toContain(`  --${option} `)
    for (const { name: setting, commands: users } of settingList) {
      const isUsed = settings !== undefined && users.includes(settings)
      expect(new RegExp(`^ {2}${setting} {2,}\\S`, 'm').test(stdout), setting).toBe(isUsed)
    }
    expect(stdout).toMatch(/^Examples\n {2}\S/m)
  })

  it.each([
    ['serve', 'API_URL', 'The public origin of the API. Required.'],
    ['serve', 'PAY_URL', 'The public origin of the payment page; payment links are built from it. Required.'],
    ['dev', 'API_URL', 'The origin of the API. Default: http://localhost:{PORT}'],
    [
      'dev',
      'THROTTLES',
      'Set to on to enable the limits on failed API keys, unknown payment pages, and cards. Default: off',
    ],
    ['sandbox pay', 'PORT', 'The port of the running sandbox, if API_URL is not set. Default: 4242'],
  ])('of %s says what %s means for this command', async (name, setting, meaning) => {
    const { stdout } = await desk.type([...name.split(' '), '--help'])
    const row = stdout.split('\n').find((line) => line.startsWith(`  ${setting} `))
    expect(row?.slice(2 + setting.length).trim()).toBe(meaning)
  })

  it('works even if the other arguments are wrong', async () => {
    const same = await desk.type(['keys', 'create', '--help'])
    expect(same.stdout).toContain('Usage: flowlix keys create --merchant <id> --mode test|live [options]')
    expect(await desk.type(['help', 'keys', 'create'])).toEqual(same)
    expect(await desk.type(['keys', 'create', '--nonsense', '--mode', 'x', '-h'], { PORT: 'x' })).toEqual(
      same,
    )
  })

  it('of a group lists its commands', async () => {
    const { stdout } = await desk.type(['merchants', '--help'])
    for (const action of ['create', 'list', 'show', 'set']) expect(stdout).toContain(`  merchants ${action} `)
    expect(stdout).not.toContain('keys')
  })

  it('does not claim settings that a command does not use', async () => {
    expect((await desk.type(['serve', '--help'])).stdout).toContain('  LIVE_ACQUIRER ')
    expect((await desk.type(['keys', 'list', '--help'])).stdout).not.toContain('LIVE_ACQUIRER')
    expect((await desk.type(['verify-page', '--help'])).stdout).not.toContain('DATABASE_')
  })
})

it.each([[['--version']], [['-v']], [['version']], [['serve', '--version']]])(
  '%j tells the version',
  async (args) => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await desk.type(args)).toEqual({ code: 0, stdout: `flowlix ${version}`, stderr: '' })
  },
)

describe('the explanation of the encryption key', () => {
  it('names the document about its replacement where a sentence can name one', async () => {
    const { stdout } = await desk.type(['serve', '--help'])
    const text = stdout.replace(/\s+/g, ' ')
    expect(text).toContain(
      'To replace it, put the new key first and the previous one after a comma; see docs/operating.md#replace-the-encryption-key.',
    )
  })
})

describe('misuse', () => {
  it.each<readonly [readonly string[], string]>([
    [[], 'no command was specified. See "flowlix --help".'],
    [['pay'], 'there is no command "pay". See "flowlix --help".'],
    [['constructor'], 'there is no command "constructor". See "flowlix --help".'],
    [['keys'], '"flowlix keys" needs an action: create, list, revoke. See "flowlix keys --help".'],
    [
      ['merchants', 'delete'],
      'there is no command "merchants delete"; the actions of "flowlix merchants" are create, list, show, set. See "flowlix merchants --help".',
    ],
    [['serve', '--port', '1'], 'there is no option "--port". See "flowlix serve --help".'],
    [['dev', 'now'], 'unexpected argument "now". See "flowlix dev --help".'],
    [['merchants', 'list', 'all'], 'unexpected argument "all". See "flowlix merchants list --help".'],
    [['keys', 'revoke'], 'a key ID is required. See "flowlix keys revoke --help".'],
    [['acquirer', 'check'], 'an acquirer is required. See "flowlix acquirer check --help".'],
    [['explain'], 'a payment ID is required. See "flowlix explain --help".'],
    [
      ['keys', 'create', '--merchant', 'mer_x', '--mode'],
      '--mode needs a value: --mode test|live. See "flowlix keys create --help".',
    ],
    [
      ['keys', 'create', '--merchant', '--mode', 'test'],
      '--merchant needs a value: --merchant <id>. See "flowlix keys create --help".',
    ],
    [['keys', 'create', '--mode', 'test'], '--merchant <id> is missing. See "flowlix keys create --help".'],
    [
      ['merchants', 'create', '--name', 'A', '--name', 'B'],
      '--name is specified twice. See "flowlix merchants create --help".',
    ],
    [
      ['reconcile', '--mode', 'test', '--repair', '--repair'],
      '--repair is specified twice. See "flowlix reconcile --help".',
    ],
    [
      ['reconcile', '--mode', 'test', '--repair=yes'],
      '--repair does not take a value. See "flowlix reconcile --help".',
    ],
    [['reconcile', '--repair'], '--mode test|live is missing. See "flowlix reconcile --help".'],
    [
      ['payments', 'refund', 'pay_x', '--reason', ''],
      'The parameter reason must be a string of 1 to 50 characters, without control characters.',
    ],
  ])('%j: %s', async (args, sentence) => {
    expect(await desk.type(args)).toEqual({ code: 2, stdout: '', stderr: `flowlix: ${sentence}` })
  })

  it('of settings is reported before anything is done, one line each', async () => {
    const { code, stderr } = await desk.type(['serve'], { PORT: 'x', ATTEMPTS_MAX: '9' })
    expect(code).toBe(2)
    expect(stderr.match(/^ {2}- /gm)).toHaveLength(4)
  })
})

it('a wrong value is reported before the database is opened', async () => {
  for (const args of [
    ['merchants', 'create', '--name', ' '],
    ['merchants', 'create', '--name', 'Shop', '--country', 'de'],
    ['merchants', 'create', '--name', 'Shop', '--support-email', 'nobody'],
    ['merchants', 'create', '--name', 'Shop', '--terms-url', 'http://shop.example.com'],
    ['merchants', 'create', '--name', 'Shop', '--terms-url', 'https://'],
    ['merchants', 'create', '--name', 'Shop', '--attempts-max', '6'],
    ['merchants', 'create', '--name', 'Shop', '--result-page', 'some'],
    ['merchants', 'create', '--name', 'Shop\u001b]0;pwned'],
    ['merchants', 'create', '--name', 'x'.repeat(256)],
    ['merchants', 'create', '--name', 'Shop', '--support-phone', 'call us'],
    ['merchants', 'create', '--name', 'Shop', '--accent-color', 'blue'],
    ['merchants', 'create', '--name', 'Shop', '--accent-color', '#ffdd00'],
    ['merchants', 'create', '--name', 'Shop', '--corner-style', 'round'],
    ['merchants', 'create', '--name', 'Shop', '--powered-by', 'yes'],
    ['merchants', 'create', '--name', 'Shop', '--statement-descriptor', 'Café'],
    ['merchants', 'create', '--name', 'Shop', '--default-locale', 'german'],
    ['merchants', 'create', '--name', 'Shop', '--logo', 'no-such-file.png'],
    ['merchants', 'create'],
    ['merchants', 'set', 'mer_x'],
    ['merchants', 'set', 'mer_x', '--name', ''],
    ['keys', 'create', '--merchant', 'mer_x', '--mode', 'production'],
    ['keys', 'create', '--merchant', 'mer_x', '--mode', 'test', '--expires', 'tomorrow'],
    ['keys', 'create', '--merchant', 'mer_x', '--mode', 'test', '--expires', '2020-01-01'],
    ['payments', 'refund', 'pay_x', '--reason', 'asked', '--amount', '10.50'],
    ['payments', 'refund', 'pay_x', '--reason', 'asked', '--amount', '0'],
  ]) {
    const { code, stderr } = await desk.type(args)
    expect([args, code, stderr]).toEqual([
      args,
      2,
      expect.stringMatching(/^flowlix: (--|specify at least one option|The parameter)/),
    ])
  }
})

describe('a command without a database', () => {
  const commandsOnData: readonly (readonly string[])[] = [
    ['merchants', 'create', '--name', 'Shop'],
    ['merchants', 'list'],
    ['merchants', 'show', 'mer_x'],
    ['merchants', 'set', 'mer_x', '--name', 'Shop'],
    ['keys', 'create', '--merchant', 'mer_x', '--mode', 'test'],
    ['keys', 'list'],
    ['keys', 'revoke', 'key_x'],
    ['payments', 'list'],
    ['payments', 'get', 'pay_x'],
    ['payments', 'refund', 'pay_x', '--reason', 'asked'],
    ['payments', 'cancel', 'pay_x'],
    ['explain', 'pay_x'],
    ['reconcile', '--mode', 'test'],
    ['reconcile', '--mode', 'test', '--repair', '--yes'],
  ]

  it.each(commandsOnData)('%s %s says so, and creates nothing', async (...args) => {
    const { code, stdout, stderr } = await desk.type(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      `flowlix: There is no database at ${join(desk.folder, 'flowlix.db')}: set DATABASE_URL to the one that the gateway uses.`,
    )
    expect(existsSync(join(desk.folder, 'flowlix.db'))).toBe(false)
    expect(existsSync(join(desk.folder, 'sandbox-acquirer.db'))).toBe(false)
  })

  it('does not accept a database in memory', async () => {
    const { code, stderr } = await desk.type(['keys', 'list'], { DATABASE_URL: 'sqlite::memory:' })
    expect([code, stderr]).toEqual([
      2,
      'flowlix: A database in memory is lost when its process ends: set DATABASE_URL to a file.',
    ])
  })

  it("does not create the sandbox acquirer's database either", async () => {
    await desk.type(['init'])
    const { code, stderr } = await desk.type(['reconcile', '--mode', 'test'])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^flowlix: There is no database at \S+sandbox-acquirer\.db: set SANDBOX_DATABASE to an existing one/,
    )
    expect(existsSync(join(desk.folder, 'sandbox-acquirer.db'))).toBe(false)
  })

  it('does not accept two names for the database', async () => {
    const { code, stderr } = await desk.type(['keys', 'list', '--sandbox'])
    expect([code, stderr]).toEqual([
      2,
      'flowlix: --sandbox and DATABASE_URL name different databases: use only one of them. See "flowlix keys list --help".',
    ])
  })
})
