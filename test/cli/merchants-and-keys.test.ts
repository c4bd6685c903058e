/** Merchants and keys as an operator makes, reads, and changes them. */
import { userInfo } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../support/typed-command.ts'

let desk: Desk
let merchant: string
beforeEach(async () => {
  desk = openDesk()
  await desk.type(['init'])
  const { stdout } = await desk.type(['merchants', 'create', '--name', ' Your Shop ', '--city', 'Berlin'])
  merchant = stdout.split(' ')[0] ?? ''
})
afterEach(() => desk.close())

const keyFor = (...more: string[]) => desk.type(['keys', 'create', '--merchant', merchant, ...more])

describe('the database', () => {
  it('is created by init and belongs to one installation from then on', async () => {
    const again = await desk.type(['init'])
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(again.stdout).toMatch(
      /^The production database \S+ is ready\. It belongs to installation [0-9a-z]{8}\.$/,
    )
    expect(await desk.type(['init'])).toEqual(again)
    expect((await desk.type(['merchants', 'list'])).stdout).toContain(merchant)
  })

  it('is not created in memory', async () => {
    expect(await desk.type(['init'], { DATABASE_URL: 'sqlite::memory:' })).toMatchObject({
      code: 1,
      stdout: '',
    })
  })
})

describe('a merchant', () => {
  it('is listed and shown', async () => {
    expect((await desk.type(['merchants', 'list'])).stdout).toMatch(
      new RegExp(`^ID +NAME +ACQUIRER +CREATED\n${merchant} +Your Shop +- +\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z$`),
    )
    const { stdout } = await desk.type(['merchants', 'show', merchant])
    expect(stdout).toMatch(/^name +Your Shop$/m)
    expect(stdout).toMatch(/^city +Berlin$/m)
    expect(stdout).toMatch(/^legal-name +-$/m)
  })

  it('changes only in the options that are used', async () => {
    const changed = await desk.type([
      ...[
        'merchants',
        'set',
        merchant,
        '--name',
        'Our Shop',
        '--legal-name',
        'Our Shop GmbH',
        '--country',
        'DE',
      ],
      ...['--support-email', 'help@shop.example.com', '--support-url', 'https://shop.example.com/help'],
      ...[
        '--terms-url',
        'https://shop.example.com/terms',
        '--privacy-url',
        'https://shop.example.com/privacy',
      ],
      ...['--attempts-max', '3', '--result-page', 'all'],
    ])
    expect(await desk.type(['merchants', 'show', merchant])).toEqual(changed)
    for (const line of [
      /^name +Our Shop$/m,
      /^legal-name +Our Shop GmbH$/m,
      /^city +Berlin$/m,
      /^country +DE$/m,
      /^support-email +help@shop\.example\.com$/m,
      /^support-url +https:\/\/shop\.example\.com\/help$/m,
      /^terms-url +https:\/\/shop\.example\.com\/terms$/m,
      /^privacy-url +https:\/\/shop\.example\.com\/privacy$/m,
      /^attempts-max +3$/m,
      /^result-page +all$/m,
    ]) {
      expect(changed.stdout).toMatch(line)
    }
    const cleared = await desk.type(['merchants', 'set', merchant, '--attempts-max', '', '--city', ''])
    expect(cleared.stdout).toMatch(/^attempts-max +-$/m)
    expect(cleared.stdout).toMatch(/^city +-$/m)
    expect(cleared.stdout).toMatch(/^legal-name +Our Shop GmbH$/m)
  })

  it.each([
    ['merchants', 'show', 'mer_nope'],
    ['merchants', 'set', 'mer_nope', '--name', 'X'],
    ['keys', 'create', '--merchant', 'mer_nope', '--mode', 'test'],
    ['keys', 'list', '--merchant', 'mer_nope'],
    ['payments', 'list', '--merchant', 'mer_nope'],
  ])('that does not exist is rejected by %s %s', async (...args) => {
    expect(await desk.type(args)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'flowlix: There is no merchant mer_nope in this database: see "flowlix merchants list".',
    })
  })
})

describe('an API key', () => {
  it('is the only output on standard output, for scripts', async () => {
    const { code, stdout, stderr } = await keyFor('--mode', 'test')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^fl_test_sk_[0-9A-Za-z]{38}$/)
    expect(stderr).toMatch(/^key_\w{26} of Your Shop\. The key is shown only once/)
  })

  it('for live payments comes with a warning about what is still missing', async () => {
    const first = await keyFor('--mode', 'live')
    expect(first.stderr).toMatch(/LIVE_ACQUIRER is not set here\./)
    expect(first.stderr).toContain(
      "rejected until \"flowlix merchants set\" adds the merchant's legal name, the merchant's country, and the merchant's support email, phone, or URL.",
    )
    const shown = await desk.type(['merchants', 'show', merchant])
    expect(shown.stdout).toMatch(/^Live payments need the merchant's legal name, .*\.$/m)
    await desk.type([
      ...['merchants', 'set', merchant, '--legal-name', 'Shop Ltd', '--country', 'DE'],
      ...['--support-email', 'help@shop.example.com'],
    ])
    expect((await desk.type(['merchants', 'show', merchant])).stdout).not.toContain('Live payments need')
    const { stderr } = await desk.type(['keys', 'create', '--merchant', merchant, '--mode', 'live'], {
      LIVE_ACQUIRER: './acquirer.js',
    })
    expect(stderr).not.toMatch(/LIVE_ACQUIRER|rejected until/)
  })

  it('is listed with its dates and state', async () => {
    const plain = /key_\w+/.exec((await keyFor('--mode', 'test')).stderr)?.[0] ?? ''
    const expiring =
      /key_\w+/.exec((await keyFor('--mode', 'live', '--expires', '2199-01-31')).stderr)?.[0] ?? ''
    expect(await desk.type(['keys', 'revoke', plain])).toMatchObject({ code: 0, stderr: '' })
    const { stdout } = await desk.type(['keys', 'list', '--merchant', merchant])
    const time = '\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z'
    expect(stdout).toMatch(/^ID +MERCHANT +KEY +STATE +CREATED +LAST USED +EXPIRES +REVOKED$/m)
    expect(stdout).toMatch(
      new RegExp(`^${plain} +${merchant} +fl_test_sk_\\.\\.\\.\\w{4} +revoked +${time} +- +- +${time}$`, 'm'),
    )
    expect(stdout).toMatch(
      new RegExp(`^${expiring} +${merchant} +\\S+ +active +${time} +- +2199-01-31T00:00:00Z +-$`, 'm'),
    )
  })

  it('that does not exist or is already revoked cannot be revoked', async () => {
    const id = /key_\w+/.exec((await keyFor('--mode', 'test')).stderr)?.[0] ?? ''
    await desk.type(['keys', 'revoke', id])
    for (const one of [id, 'key_nope']) {
      const { code, stderr } = await desk.type(['keys', 'revoke', one])
      expect([code, stderr]).toEqual([2, `flowlix: There is no active key ${one}: see "flowlix keys list".`])
    }
  })
})

describe('the security log', () => {
  it('says who changed what, without secrets', async () => {
    await desk.type(['merchants', 'set', merchant, '--city', 'Bonn'])
    const { stdout: secret, stderr } = await keyFor('--mode', 'test')
    const key = /key_\w+/.exec(stderr)?.[0]
    await desk.type(['keys', 'revoke', key ?? ''])
    expect(desk.logged.map(({ security, object }) => [security, object])).toEqual([
      ['merchant_created', merchant],
      ['merchant_changed', merchant],
      ['key_created', key],
      ['key_revoked', key],
    ])
    for (const line of desk.logged) expect(line).toMatchObject({ outcome: 'done', who: userInfo().username })
    expect(JSON.stringify(desk.logged)).not.toContain(secret)
  })

  it('has no line for commands that only read or were rejected', async () => {
    const before = desk.logged.length
    await desk.type(['merchants', 'show', merchant])
    await desk.type(['keys', 'list'])
    await desk.type(['keys', 'revoke', 'key_nope'])
    await keyFor('--mode', 'production')
    expect(desk.logged).toHaveLength(before)
  })
})
