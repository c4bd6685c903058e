/** Payments with more than one acquirer: which one charges, who refunds, and what happens if it is not configured. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { expectError } from '../api/expect-error.ts'
import { createAcquirer } from '../support/live-acquirer.ts'
import { direct, passTime, settle, view } from './payments.ts'

const denied = [403, 'permission_denied', null] as const
const livePan = '4929420573595709'
const named = (name: string): Acquirer => ({ ...createAcquirer(), name })

let folder: string
let app: TestApp
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-test-'))
})
afterEach(async () => {
  await app.close()
  await app.database.remove()
  rmSync(folder, { recursive: true })
})

async function charge(authorization?: string, pan = livePan): Promise<string> {
  const headers = authorization === undefined ? {} : { authorization }
  const { id } = await view(app.call('POST', '/v1/payments', direct(pan), headers))
  await settle(app)
  return id
}

const refund = (id: string, headers: Readonly<Record<string, string>> = {}) =>
  app.call('POST', `/v1/payments/${id}/refund`, { reason: 'returned' }, headers)

async function acquirerOf(id: string): Promise<unknown> {
  const attempt = (await app.app.storage.findPayment(id))?.attempts[0]
  return [attempt?.acquirer, attempt?.account]
}

describe('live payments', () => {
  it('go to the first acquirer, or to the one that the merchant has', async () => {
    app = await openTestApp({ folder, liveAcquirers: [named('first'), named('second')] })
    const authorization = `Bearer ${await app.newKey('live')}`
    expect(await acquirerOf(await charge(authorization))).toEqual(['first', null])
    const own = { liveAcquirer: 'second', liveAccount: 'acct_1' }
    await app.app.storage.updateMerchant(app.merchantId, own)
    expect(await acquirerOf(await charge(authorization))).toEqual(['second', 'acct_1'])
  })

  it('are refused with 403 if the acquirer of the merchant is not configured', async () => {
    app = await openTestApp({ folder, liveAcquirers: [named('first')] })
    const authorization = `Bearer ${await app.newKey('live')}`
    await app.app.storage.updateMerchant(app.merchantId, { liveAcquirer: 'gone' })
    const refused = await app.call('POST', '/v1/payments/hpp', session, { authorization })
    const { message } = await expectError(refused, denied)
    expect(message).toContain('Missing: the live acquirer "gone".')
  })

  it('are refunded only by the acquirer that has charged them', async () => {
    app = await openTestApp({ folder, liveAcquirers: [named('first')] })
    const authorization = `Bearer ${await app.newKey('live')}`
    const id = await charge(authorization)
    await app.close()
    app = await openTestApp({ folder, liveAcquirers: [named('second')] })
    const { message } = await expectError(await refund(id, { authorization }), denied)
    expect(message).toBe(
      'The acquirer "first" is not configured for live payments. Ask the operator of the gateway to add it.',
    )
    expect(await view(app.call('GET', `/v1/payments/${id}`, undefined, { authorization }))).toMatchObject({
      status: 'succeeded',
      refunds: [],
    })
  })
})

describe('test payments with an acquirer of their own', () => {
  it('go to its test environment, and move no money', async () => {
    app = await openTestApp({ folder, testAcquirers: [named('elsewhere')] })
    const id = await charge()
    expect(await acquirerOf(id)).toEqual(['elsewhere', null])
    expect(await view(app.call('GET', `/v1/payments/${id}`))).toMatchObject({
      status: 'succeeded',
      livemode: false,
    })
  })

  it('have a page that offers no test card of the sandbox, and names the acquirer', async () => {
    app = await openTestApp({ folder, testAcquirers: [named('elsewhere')] })
    const { id } = await view(app.call('POST', '/v1/payments/hpp', session))
    const page = await (await app.request(`/hpp/${id}`)).text()
    expect(page).toContain('This payment goes to the test environment of the acquirer “elsewhere”')
    expect(page).not.toContain('name="test_card"')
    await app.app.storage.updateMerchant(app.merchantId, { testAcquirer: 'sandbox' })
    expect(await (await app.request(`/hpp/${id}`)).text()).toContain('name="test_card"')
  })

  it('have documentation that names the acquirer above the test cards of the sandbox', async () => {
    const notice = 'test payments to the test environment of <code>elsewhere</code>'
    app = await openTestApp({ folder, testAcquirers: [named('elsewhere')] })
    expect(await (await app.request('/docs')).text()).toContain(notice)
    await app.close()
    app = await openTestApp({ folder })
    expect(await (await app.request('/docs')).text()).not.toContain('test payments to the test environment')
  })

  it('are not paid with a test card of the sandbox without a browser', async () => {
    app = await openTestApp({ folder, testAcquirers: [named('elsewhere')] })
    const { id } = await view(app.call('POST', '/v1/payments/hpp', session))
    const paid = app.call('POST', `/sandbox/v1/payments/${id}/pay`, { test_card: 'approved' })
    const { message } = await expectError(await paid, denied)
    expect(message).toContain(`Test payments go to the acquirer "elsewhere"`)
  })

  it('leave those that the sandbox has taken to the sandbox', async () => {
    app = await openTestApp({ folder })
    const id = await charge(undefined, '4242424242424242')
    await app.close()
    app = await openTestApp({ folder, testAcquirers: [named('elsewhere')] })
    expect((await refund(id)).status).toBe(200)
    await passTime(app, 10_000)
    const { refunds } = await view(app.call('GET', `/v1/payments/${id}`))
    expect(refunds).toMatchObject([{ status: 'succeeded' }])
  })

  it('are refused with 403 if the acquirer of the merchant is not configured', async () => {
    app = await openTestApp({ folder })
    await app.app.storage.updateMerchant(app.merchantId, { testAcquirer: 'gone' })
    const { message } = await expectError(await app.call('POST', '/v1/payments/hpp', session), denied)
    expect(message).toBe(
      'The acquirer "gone" is not configured for test payments. Ask the operator of the gateway to add it.',
    )
  })
})
