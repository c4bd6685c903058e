/** An operator lists and changes payments while a gateway uses the same database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { createSession, passTime, payDirectly, payOnPage, read } from '../stories/payments.ts'
import { createAcquirer } from '../support/live-acquirer.ts'
import { type Desk, openDesk } from '../support/typed-command.ts'

let app: TestApp
let desk: Desk
beforeAll(async () => {
  app = await openTestApp()
  desk = openDesk(app.folder)
})
afterAll(() => app.close())

async function paid(): Promise<string> {
  const { id } = await createSession(app)
  await payOnPage(app, id)
  return id
}

it('names the setting of the acquirer that a command needs', async () => {
  expect(await desk.type(['reconcile', '--mode', 'live'])).toEqual({
    ...{ code: 2, stdout: '' },
    stderr:
      'flowlix: No acquirer is configured for live payments: set LIVE_ACQUIRER and the acquirer\'s credentials to the same values as for "flowlix serve".',
  })
})

describe('payments list', () => {
  it('lists the newest first, and says if there are more', async () => {
    const ids: string[] = []
    for (let i = 0; i < 3; i++) {
      ids.unshift((await createSession(app)).id)
      await app.clock.advance(1_000)
    }
    const { code, stdout } = await desk.type(['payments', 'list', '--limit', '2'])
    expect(code).toBe(0)
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^ID +MODE +STATUS +AMOUNT \(MINOR UNITS\) +CREATED/)
    expect(lines[1]).toMatch(new RegExp(`^${ids[0]} +test +pending +2500 eur +\\d{4}-`))
    expect(lines[2]).toContain(ids[1])
    expect(lines[3]).toBe('More payments match: use --limit, --from, or --to.')
  })

  it('filters by status, mode, merchant, and time', async () => {
    const id = await paid()
    const idsOf = async (...args: string[]) =>
      JSON.parse((await desk.type(['payments', 'list', '--json', ...args])).stdout).data.map(
        (one: { id: string }) => one.id,
      )
    expect(await idsOf('--status', 'succeeded')).toEqual([id])
    expect(await idsOf('--merchant', app.merchantId, '--mode', 'test')).toContain(id)
    expect(await idsOf('--mode', 'live')).toEqual([])
    expect(await idsOf('--to', '2020-01-01')).toEqual([])
    expect((await desk.type(['payments', 'list', '--mode', 'live'])).stdout).toBe('No payments match.')
  })

  it.each([
    [['--limit', '0'], '--limit must be an integer from 1 to 100'],
    [['--mode', 'both'], '--mode must be one of test, live'],
    [['--status', 'paid'], '--status must be one of pending, '],
    [['--from', 'today'], '--from must be a date like'],
  ])('rejects %j', async (args, sentence) => {
    const { code, stderr } = await desk.type(['payments', 'list', ...args])
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
  })
})

describe('payments get', () => {
  it('shows what the API returns', async () => {
    const id = await paid()
    const { stdout } = await desk.type(['payments', 'get', id, '--json'])
    expect(stdout).toBe(await (await app.call('GET', `/v1/payments/${id}`)).text())
    const shown = await desk.type(['payments', 'get', id])
    expect(shown.stdout).toContain('\n  "status": "succeeded",\n')
    expect(JSON.parse(shown.stdout)).toEqual(JSON.parse(stdout))
  })

  it('says in a sentence that a payment does not exist', async () => {
    expect(await desk.type(['payments', 'get', 'pay_nope'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'flowlix: There is no payment pay_nope in this database: see "flowlix payments list".',
    })
  })
})

describe('payments refund', () => {
  it('refunds a part, then the remainder, and the acquirer has both', async () => {
    const id = await paid()
    const part = await desk.type([
      'payments',
      'refund',
      id,
      '--reason',
      'broken',
      '--amount',
      '1000',
      '--json',
    ])
    expect(part.code).toBe(0)
    expect(JSON.parse(part.stdout)).toMatchObject({ refunded_amount: 1_000, refunds: [{ reason: 'broken' }] })
    const rest = await desk.type(['payments', 'refund', id, '--reason', 'broken too', '--json'])
    expect(JSON.parse(rest.stdout)).toMatchObject({ refunded_amount: 2_500 })
    // The command's clock is the machine's.
    await app.clock.advance(Date.now() - app.clock.nowMs() + 10_000)
    await passTime(app, 10_000)
    const statuses = (await read(app, id)).refunds.map(({ status }) => status)
    expect(statuses).toEqual(['succeeded', 'succeeded'])
    const atBank = (await app.app.sandbox.book.transactions()).filter(({ kind }) => kind === 'refund')
    expect(atBank.map(({ amountMinor }) => amountMinor).sort()).toEqual([1_000, 1_500])
  })

  it("explains with the API's message what is not possible", async () => {
    const { id } = await createSession(app)
    expect(await desk.type(['payments', 'refund', id, '--reason', 'asked'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'flowlix: Only a payment that has succeeded can be refunded.',
    })
  })

  it('saves nothing if the acquirer that charged the payment is not configured', async () => {
    const live = await openTestApp({ liveAcquirers: [createAcquirer()] })
    const authorization = `Bearer ${await live.newKey('live')}`
    const card = { number: '4929420573595709', exp_month: 12, exp_year: 2030, cvc: '737', holder_name: 'Ada' }
    const created = await live.call(
      'POST',
      '/v1/payments',
      { amount: 100, currency: 'eur', card },
      { authorization },
    )
    const { id } = (await created.json()) as { id: string }
    await passTime(live, 10_000)
    const at = openDesk(live.folder)
    const { code, stderr } = await at.type(['payments', 'refund', id, '--reason', 'asked'])
    expect([code, stderr]).toEqual([
      1,
      'flowlix: This payment was charged by the acquirer "in memory", so LIVE_ACQUIRER must include it, with the settings that "flowlix serve" has.',
    ])
    expect(JSON.parse((await at.type(['payments', 'get', id])).stdout)).toMatchObject({
      status: 'succeeded',
      refunds: [],
    })
    await live.close()
  })
})

describe('payments cancel', () => {
  it('ends an open payment, and no other', async () => {
    const { id } = await createSession(app)
    const { code, stdout } = await desk.type(['payments', 'cancel', id, '--json'])
    expect([code, JSON.parse(stdout).status]).toEqual([0, 'canceled'])
    expect((await read(app, id)).status).toBe('canceled')
    expect(desk.logged.at(-1)).toMatchObject({ security: 'payment_changed', object: id })
    const ended = await payDirectly(app)
    expect(await desk.type(['payments', 'cancel', ended.id])).toMatchObject({
      code: 1,
      stderr: 'flowlix: Only an open payment can be canceled, and only while no card is being charged.',
    })
  })
})

describe('text from outside', () => {
  const evil = '\u001b[2J\u009b2J\u0085forged\u202eXX\u2028\u007f'
  const shown = '\\u001b[2J\\u009b2J\\u0085forged\\u202eXX\\u2028\\u007f'

  it('is shown and not obeyed by a terminal, and stays the same in JSON', async () => {
    const { stdout } = await desk.type(['payments', 'get', (await storedWith(evil)).id, '--json'])
    expect(stdout).toContain(shown)
    expect(JSON.parse(stdout).description).toBe(evil)
  })

  it('cannot forge a line of a list', async () => {
    const before = (await desk.type(['payments', 'list'])).stdout.split('\n').length
    await storedWith(`${evil}\npay_forged`)
    const { stdout } = await desk.type(['payments', 'list', '--limit', '100'])
    expect(stdout).toContain(`${shown}\\u000apay_forged`)
    expect(stdout.split('\n').length).toBeGreaterThan(before - 2)
    expect(stdout).not.toMatch(/^pay_forged/m)
  })

  it('is harmless in an error message', async () => {
    const { stderr } = await desk.type(['explain', evil])
    expect(stderr).toContain(shown)
  })

  /** As an older version would have stored it: the API refuses such characters today. */
  async function storedWith(description: string): Promise<{ id: string }> {
    const { id } = await createSession(app)
    const found = await app.app.storage.findPayment(id)
    if (found === null) throw new Error('the payment is gone')
    const copy = {
      ...found,
      id: found.id.replace(/.{12}$/, String(Date.now()).padStart(12, '0')),
      description,
    }
    const events = await app.app.storage.listEvents(id)
    const [created] = events
    if (created?.type !== 'payment_created') throw new Error('no creation')
    await app.app.storage.create({
      event: { ...created, terms: { ...created.terms, id: copy.id, description } },
      events: [],
      payment: copy,
      idempotency: null,
    })
    return copy
  }
})
