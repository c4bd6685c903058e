/** What a live key may do while live payments are not set up yet, or not any more. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MerchantChanges } from '../../src/core/merchant.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { expectError } from '../api/expect-error.ts'
import { createAcquirer } from '../support/live-acquirer.ts'
import { direct, settle, view } from './payments.ts'

const denied = [403, 'permission_denied', null] as const
const livePan = '4929420573595709'

describe('without a live acquirer', () => {
  let folder: string
  let app: TestApp
  let authorization: string
  let paidId: string
  let openId: string

  /** The gateway has had an acquirer, and was started again without it. */
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flowlix-test-'))
    const before = await openTestApp({ folder, liveAcquirers: [createAcquirer()] })
    authorization = `Bearer ${await before.newKey('live')}`
    const headers = { authorization }
    paidId = (await view(before.call('POST', '/v1/payments', direct(livePan), headers))).id
    const withKey = { authorization, 'idempotency-key': 'kept' }
    openId = (await view(before.call('POST', '/v1/payments/hpp', session, withKey))).id
    await settle(before)
    await before.close()
    app = await openTestApp({ folder })
  })
  afterAll(async () => {
    await app.close()
    await app.database.remove()
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['creates no session', () => app.call('POST', '/v1/payments/hpp', session, { authorization })],
    ['charges no card', () => app.call('POST', '/v1/payments', direct(livePan), { authorization })],
    [
      'refunds nothing',
      () => app.call('POST', `/v1/payments/${paidId}/refund`, { reason: 'returned' }, { authorization }),
    ],
  ])('it %s, and is told why', async (_, ask) => {
    const { message } = await expectError(await ask(), denied)
    expect(message).toContain('a live acquirer')
  })

  it('it reads, lists, and receives a replayed response', async () => {
    const paid = await view(app.call('GET', `/v1/payments/${paidId}`, undefined, { authorization }))
    expect(paid).toMatchObject({ status: 'succeeded', livemode: true, refunds: [] })
    expect((await app.call('GET', '/v1/payments', undefined, { authorization })).status).toBe(200)
    const withKey = { authorization, 'idempotency-key': 'kept' }
    const again = await app.call('POST', '/v1/payments/hpp', session, withKey)
    expect([again.status, (await view(again)).id]).toEqual([201, openId])
  })

  it('it cancels what is open', async () => {
    const canceled = app.call('POST', `/v1/payments/${openId}/cancel`, undefined, { authorization })
    expect(await view(canceled)).toMatchObject({ status: 'canceled' })
  })
})

describe('with a live acquirer', () => {
  const whole: MerchantChanges = {
    legalName: 'Test Shop Ltd',
    city: 'Berlin',
    country: 'DE',
    supportEmail: 'help@shop.example',
    supportPhone: null,
    supportUrl: null,
  }
  let app: TestApp
  let authorization: string
  beforeAll(async () => {
    app = await openTestApp({ liveAcquirers: [createAcquirer()] })
    authorization = `Bearer ${await app.newKey('live')}`
  })
  afterAll(() => app.close())

  const create = () => app.call('POST', '/v1/payments/hpp', session, { authorization })
  const charge = () => app.call('POST', '/v1/payments', direct(livePan), { authorization })
  const change = (facts: MerchantChanges) =>
    app.app.storage.updateMerchant(app.merchantId, { ...whole, ...facts })

  it.each([
    ['legal name', { legalName: null }],
    ['city', { city: null }],
    ['country', { country: null }],
    ['support email, phone, or URL', { supportEmail: null }],
  ])('takes no money for a merchant without a %s', async (name, missing) => {
    await change(missing)
    for (const ask of [create, charge]) {
      const { message } = await expectError(await ask(), denied)
      expect(message).toContain(`Missing: the merchant's ${name}.`)
    }
  })

  it('reports everything that is missing in one response', async () => {
    await change({ legalName: null, supportEmail: null })
    const { message } = await expectError(await create(), denied)
    expect(message).toContain("the merchant's legal name, the merchant's support email, phone, or URL.")
  })

  it('charges cards for a merchant with any one way to contact it', async () => {
    for (const contact of [
      {},
      { supportEmail: null, supportUrl: 'https://shop.example/help' },
      { supportEmail: null, supportPhone: '+49 40 1234567' },
    ]) {
      await change(contact)
      expect((await create()).status).toBe(201)
    }
  })

  it('refunds and takes test payments whatever is missing', async () => {
    await change({})
    const { id } = await view(charge())
    await settle(app)
    await change({ legalName: null, city: null, country: null, supportEmail: null })
    const body = { reason: 'returned' }
    const refunded = await app.call('POST', `/v1/payments/${id}/refund`, body, { authorization })
    expect(refunded.status).toBe(200)
    expect((await app.call('POST', '/v1/payments/hpp', session)).status).toBe(201)
  })
})
