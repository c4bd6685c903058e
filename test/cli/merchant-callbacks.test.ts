/** `flowlix merchants set --deliver-callbacks`, as an operator types it. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from '../support/typed-command.ts'

const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64')

let desk: Desk
let merchant: string
beforeEach(async () => {
  desk = openDesk()
  await desk.type(['init'])
  merchant = (await desk.type(['merchants', 'create', '--name', 'Shop'])).stdout.split(' ')[0] ?? ''
})
afterEach(() => desk.close())

const set = (choice: string, key = keyOf(7)) =>
  desk.type(['merchants', 'set', merchant, '--deliver-callbacks', choice], { ENCRYPTION_KEY: key })
const shown = async () => (await desk.type(['merchants', 'show', merchant])).stdout

it('is off until it is set, and shown with the merchant', async () => {
  expect(await shown()).toMatch(/^deliver-callbacks +none$/m)
  for (const choice of ['test', 'both', 'live', 'none']) {
    const { code, stdout } = await set(choice)
    expect(code).toBe(0)
    expect(stdout).toContain(await shown())
    expect(await shown()).toMatch(new RegExp(`^deliver-callbacks +${choice}$`, 'm'))
  }
})

it('shows each secret when it is made, and never again', async () => {
  const secrets = (stdout: string) => stdout.match(/^Signing secret of .*$/gm) ?? []
  const secret = String.raw`\(we_\w{26}\): whsec_[A-Za-z0-9+/]{43}=`
  const [test, ...more] = secrets((await set('test')).stdout)
  expect(test).toMatch(new RegExp(`^Signing secret of the test callbacks ${secret}$`))
  expect(more).toEqual([])
  const both = secrets((await set('both')).stdout)
  expect(both).toEqual([
    expect.stringMatching(new RegExp(`^Signing secret of the live callbacks ${secret}$`)),
  ])
  expect(secrets((await set('both')).stdout)).toEqual([])
  expect(await shown()).not.toContain('whsec_')
  expect(JSON.stringify(desk.logged)).not.toContain('whsec_')
})

it('changes the other details in the same command', async () => {
  const args = ['merchants', 'set', merchant, '--city', 'Berlin', '--deliver-callbacks', 'test']
  const { stdout } = await desk.type(args, { ENCRYPTION_KEY: keyOf(7) })
  expect(stdout).toMatch(/^city +Berlin$/m)
  expect(stdout).toMatch(/^deliver-callbacks +test$/m)
})

it('rejects other values, and changes nothing', async () => {
  expect(await set('on')).toEqual({
    ...{ code: 2, stdout: '' },
    stderr:
      'flowlix: --deliver-callbacks must be one of live, test, both, none. See "flowlix merchants set --help".',
  })
  expect(await shown()).toMatch(/^deliver-callbacks +none$/m)
})

it('needs the encryption key, and the one that the secrets in the database have', async () => {
  const missing = await set('test', '')
  expect(missing).toMatchObject({ code: 2, stdout: '' })
  expect(missing.stderr).toContain('ENCRYPTION_KEY must be set to the same value as for "flowlix serve"')
  await set('test')
  const other = await set('both', keyOf(8))
  expect(other).toMatchObject({ code: 2, stdout: '' })
  expect(other.stderr).toContain('ENCRYPTION_KEY must contain every key')
  expect(await shown()).toMatch(/^deliver-callbacks +test$/m)
  // Switching off needs no key.
  expect(await set('none', '')).toMatchObject({ code: 0 })
})

it('changes no other detail where the key is missing', async () => {
  const args = ['merchants', 'set', merchant, '--city', 'Berlin', '--deliver-callbacks', 'test']
  expect(await desk.type(args, { ENCRYPTION_KEY: '' })).toMatchObject({ code: 2, stdout: '' })
  expect(await shown()).toMatch(/^city +-$/m)
})
