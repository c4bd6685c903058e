/** `flowlix purge`: personal data is removed for good, and everything else about a payment still works. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explainPayment } from '../../src/cli/explain.ts'
import { parseCommand } from '../../src/cli/parse-command.ts'
import { purge, purgeCommand } from '../../src/cli/purge.ts'
import { readSelection } from '../../src/cli/purge-selection.ts'
import { isFaultless, verifyDatabase } from '../../src/storage/verify.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { runReconcile } from '../support/run-reconcile.ts'
import { writtenTerminal } from '../support/written-terminal.ts'
import {
  answerChallenge,
  createSession,
  direct,
  passTime,
  payOnPage,
  read,
  refund,
  settle,
  submit,
  view,
} from './payments.ts'

const dayMs = 86_400_000
const challengedPan = '4635440000002223'
let app: TestApp
beforeEach(async () => {
  app = await openTestApp()
})
afterEach(() => app.close())

type Purged = Readonly<{ status: number; text: string; noted: string }>

/** As it is typed at a terminal where somebody answers the question; nobody sits there without an answer. */
async function run(args: readonly string[], answer: boolean | null = true): Promise<Purged> {
  const { gateway } = app.app
  const { terminal, out, noted } = writtenTerminal(gateway.log, answer ?? undefined)
  const parsed = parseCommand([purgeCommand], ['purge', ...args])
  if (parsed.kind !== 'command') throw new Error('this is not a command')
  const selection = readSelection(parsed.input, gateway.clock.nowMs())
  const clock = {
    nowMs: () => app.clock.nowMs(),
    monotonicMs: () => app.clock.monotonicMs(),
    sleep: async () => {},
  }
  const status = await purge({ ...gateway, clock }, selection, parsed.input, terminal)
  return { status, text: out.join('\n'), noted: noted.join('\n') }
}

const today = () => new Date(app.clock.nowMs()).toISOString()
const planted = {
  description: 'Planted description',
  metadata: { note: 'Planted note' },
  redirect_url: 'https://shop.example/done?planted=jane',
  callback_url: 'https://shop.example/hook?planted=jane',
}
const customer = {
  email: 'Planted@Example.com',
  first_name: 'Planted',
  last_name: 'Person',
  country: 'DE',
  phone: '+491709876543',
  address: 'Planted Street 1',
  city: 'Plantedville',
  zip: '10117',
}

/** With an idempotency key, so that the response is kept, too. */
async function plantedSession(more: object = {}) {
  const body = { amount: 2_500, currency: 'eur', ...planted, ...more }
  const headers = { 'idempotency-key': `planted-${Math.random()}`.replace('planted', 'key') }
  return view(app.call('POST', '/v1/payments/hpp', body, headers))
}

/** In any file or table of the gateway, whatever the case of the letters. */
async function whereStored(text: string): Promise<readonly string[]> {
  const files = readdirSync(app.folder).map((name): [string, string] => {
    return [name, readFileSync(join(app.folder, name), 'latin1')]
  })
  const stored = new Map([...files, ...(await app.database.contents())])
  return [...stored].flatMap(([place, content]) => (content.toLowerCase().includes(text) ? [place] : []))
}

describe('a purged payment', () => {
  it('reads as before, without what was personal, and nothing of that is left in any file', async () => {
    const { id } = await plantedSession({ customer })
    const before = await payOnPage(app, id)
    expect(before).toMatchObject({
      description: 'Planted description',
      customer: { name: expect.any(String) },
    })
    expect(await whereStored('planted')).not.toEqual([])
    await app.clock.advance(2 * dayMs)
    expect(await run(['--before', today()])).toEqual({
      status: 0,
      text: 'Personal data was removed from 1 payment.',
      noted: 'Remove the personal data of 1 payment? This cannot be undone.',
    })
    expect(await read(app, id)).toEqual({ ...before, description: null, metadata: null, customer: null })
    expect(await whereStored('planted')).toEqual([])
    expect(await whereStored('+491709876543')).toEqual([])
    expect(await whereStored('alex@example.com')).toEqual([])
    expect(app.logLines.join()).toContain('personal_data_removed')
    expect(app.logLines.join().toLowerCase()).not.toContain('planted')
  })

  it('is verified, reconciled, explained, listed, and refunded', async () => {
    const { id } = await plantedSession()
    await payOnPage(app, id)
    await app.clock.advance(2 * dayMs)
    await run(['--payment', id])
    const database = app.database.url
    expect(isFaultless(await verifyDatabase(database))).toBe(true)
    const from = new Date(app.clock.nowMs() - 3 * dayMs).toISOString()
    expect((await runReconcile(app.app.gateway, ['--mode', 'test', '--from', from])).exitCode).toBe(0)
    const told = (await explainPayment(app.app.storage, id)).join('\n')
    expect(told).toContain('2026-11-25 12:00:0')
    expect(told).toContain('Personal data was removed from the payment by an operator.')
    const list = (await (await app.call('GET', '/v1/payments')).json()) as { data: readonly object[] }
    expect(list.data).toEqual([await read(app, id)])
    expect((await refund(app, id, { amount: 1_000 })).status).toBeLessThan(300)
    await settle(app)
    await passTime(app, 10_000)
    expect(await read(app, id)).toMatchObject({ refunded_amount: 1_000, refunds: [{ status: 'succeeded' }] })
    expect(isFaultless(await verifyDatabase(database))).toBe(true)
  })

  it('shows its result on the page, without a way back', async () => {
    const { id } = await plantedSession()
    await payOnPage(app, id)
    await app.clock.advance(2 * dayMs)
    await run(['--payment', id])
    const page = await app.request(`/hpp/${id}`)
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toContain('25.00')
    expect(html).not.toContain('shop.example/')
  })

  it('loses the data of every customer who tried a card', async () => {
    await app.close()
    const settings = {
      sessionLifeMs: dayMs,
      attemptsMax: 2,
      authorizeTimeoutMs: 3_000,
      inquiryTimeoutMs: 2_000,
    }
    app = await openTestApp({ settings })
    const { id } = await plantedSession()
    const declined = await submit(app, id, '4000000000000002')
    if (declined.kind === 'started') await declined.outcome
    expect(await whereStored('alex@example.com')).not.toEqual([])
    await passTime(app, dayMs, dayMs / 4)
    await app.clock.advance(2 * dayMs)
    expect(await read(app, id)).toMatchObject({ status: 'expired' })
    await run(['--email', 'ALEX@example.com'])
    expect(await whereStored('alex')).toEqual([])
  })
})

describe('purge leaves as they are', () => {
  it('open payments, those in doubt, and those that changed in the last day, and names them', async () => {
    const open = await createSession(app)
    const challenged = await view(app.call('POST', '/v1/payments', direct(challengedPan)))
    await settle(app)
    const recent = await createSession(app)
    await payOnPage(app, recent.id)
    for (const [{ id }, reason] of [
      [open, 'has not ended'],
      [challenged, 'has not ended'],
      [recent, 'changed in the last 24 hours'],
    ] as const) {
      const { status, text } = await run(['--payment', id])
      expect([status, text]).toEqual([
        3,
        `Personal data was removed from 0 payments.\n1 payment was left as it is:\n  ${id} ${reason}`,
      ])
    }
    await answerChallenge(app, await read(app, challenged.id), 'pass')
  })

  it('a payment with a refund whose outcome is not known', async () => {
    await app.close()
    app = await openTestApp({ sandboxRefundMs: 30 * dayMs })
    const { id } = await plantedSession()
    await payOnPage(app, id)
    await refund(app, id)
    await settle(app)
    await app.clock.advance(3 * dayMs)
    const { status, text } = await run(['--before', today()])
    expect(status).toBe(3)
    expect(text).toContain(`${id} has an attempt or a refund that is not settled; see flowlix explain`)
    expect((await read(app, id)).description).toBe('Planted description')
  })

  it('payments of the other mode, and those that ended later', async () => {
    const first = await plantedSession()
    await payOnPage(app, first.id)
    await app.clock.advance(dayMs)
    const between = today()
    const second = await plantedSession()
    await payOnPage(app, second.id)
    await app.clock.advance(2 * dayMs)
    expect((await run(['--before', today(), '--mode', 'live'])).text).toContain('from 0 payments')
    expect((await run(['--before', between])).text).toContain('from 1 payment.')
    expect((await read(app, first.id)).metadata).toBeNull()
    expect((await read(app, second.id)).metadata).toEqual({ note: 'Planted note' })
  })

  it('everything, in a dry run or without a yes', async () => {
    const { id } = await plantedSession()
    await payOnPage(app, id)
    await app.clock.advance(2 * dayMs)
    expect(await run(['--before', today(), '--dry-run'], null)).toEqual({
      status: 0,
      text: 'Personal data would be removed from 1 payment.',
      noted: '',
    })
    await expect(run(['--before', today()], false)).rejects.toThrow('Nothing was done.')
    await expect(run(['--before', today()], null)).rejects.toThrow('add --yes')
    expect((await read(app, id)).description).toBe('Planted description')
    expect((await run(['--before', today(), '--yes'], null)).text).toContain('from 1 payment.')
  })
})

it('a second run finds nothing to do after many payments were purged in batches', async () => {
  const made = await Promise.all(Array.from({ length: 60 }, () => plantedSession()))
  for (const { id } of made) await app.call('POST', `/v1/payments/${id}/cancel`)
  await app.clock.advance(2 * dayMs)
  expect((await run(['--before', today(), '--yes'])).text).toBe('Personal data was removed from 60 payments.')
  expect(await run(['--before', today(), '--yes'])).toMatchObject({
    status: 0,
    text: 'Personal data was removed from 0 payments.',
  })
  expect(await whereStored('planted')).toEqual([])
})

it.each([
  [[], 'choose the payments by one of --before, --payment and --email'],
  [
    ['--before', '2026-01-01', '--payment', 'pay_1'],
    'choose the payments by one of --before, --payment and --email',
  ],
  [['--before', '2999-01-01'], '--before must not be in the future'],
  [['--before', 'yesterday'], '--before must be a date like 2027-01-31 or a time like 2027-01-31T12:00:00Z'],
  [['--before', '2026-01-01', '--mode', 'all'], '--mode must be test or live'],
  [['--payment', 'pay_1', '--mode', 'test'], '--mode is for --before only'],
  [['--email', 'jane'], '--email must be an email address'],
])('is told what it does not understand: %s', async (args, sentence) => {
  await expect(run(args)).rejects.toThrow(sentence)
})
