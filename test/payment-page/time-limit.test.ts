/** Sessions of less than 20 hours: the page says until when it can be paid, and gives more time to whoever needs it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { Visitor } from './visitor.ts'

const minuteMs = 60_000
const lifeMs = 60 * minuteMs
const times = { attemptsMax: 1, authorizeTimeoutMs: 3_000, inquiryTimeoutMs: 2_000 }

let gateway: TestApp
let visitor: Visitor
beforeAll(async () => {
  gateway = await openTestApp({ settings: { ...times, sessionLifeMs: lifeMs } })
  visitor = new Visitor(gateway)
})
afterAll(() => gateway.close())

const pageOf = (id: string, language = 'en') => visitor.html(`/hpp/${id}`, { 'accept-language': language })
const statusOf = async (id: string) => (await visitor.read(id)).status
const extensionsOf = async (id: string) => (await gateway.app.storage.findPayment(id))?.extensions

/** As the button of the page sends it. */
async function extend(id: string): Promise<Response> {
  const html = await pageOf(id)
  const number = /name="extension" value="(\d+)"/.exec(html)?.[1] ?? ''
  return visitor.post(await visitor.actionOf(id, 'extend'), { extension: number })
}

describe('the page of a short session', () => {
  it('says in the language of the customer until when it can be paid, and offers more time', async () => {
    const id = await visitor.newPayment()
    const day = new Intl.DateTimeFormat('de', { month: 'long', timeZone: 'UTC' }).format(
      gateway.clock.nowMs(),
    )
    expect(await pageOf(id, 'de')).toMatch(new RegExp(`class="time".*${day}.*MEZ`))
    expect(await pageOf(id)).toMatch(/You can pay until .*GMT.*<button[^>]*>I need more time<\/button>/)
  })

  it('stays open for as long again when more time was asked for, and the shop sees nothing of it', async () => {
    const id = await visitor.newPayment()
    const before = await visitor.read(id)
    const answer = await extend(id)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/hpp/${id}`])
    expect(await visitor.read(id)).toEqual(before)
    await gateway.clock.advance(2 * lifeMs - 1)
    await gateway.work()
    expect(await statusOf(id)).toBe('pending')
    await visitor.pay(id)
    expect(await statusOf(id)).toBe('succeeded')
  })

  it('expires at its new end', async () => {
    const id = await visitor.newPayment()
    await extend(id)
    await gateway.clock.advance(2 * lifeMs)
    await gateway.work()
    expect(await statusOf(id)).toBe('expired')
  })

  it('is extended once by two clicks', async () => {
    const id = await visitor.newPayment()
    const action = await visitor.actionOf(id, 'extend')
    await Promise.all([1, 2].map(() => visitor.post(action, { extension: '1' })))
    await visitor.post(action, { extension: '1' })
    expect(await extensionsOf(id)).toBe(1)
  })

  it('is extended up to ten times', async () => {
    const id = await visitor.newPayment()
    for (let count = 0; count < 10; count++) await extend(id)
    expect(await extensionsOf(id)).toBe(10)
    expect(await pageOf(id)).toMatch(/You can pay until .*GMT/)
    expect(await pageOf(id)).not.toContain('I need more time')
    await visitor.post(await visitor.actionOf(id, 'extend'), { extension: '11' })
    expect(await extensionsOf(id)).toBe(10)
  })

  it('is extended by a page that has been open for longer than a form for a card may be', async () => {
    const long = await openTestApp({ settings: { ...times, sessionLifeMs: 15 * lifeMs } })
    const customer = new Visitor(long)
    const id = await customer.newPayment()
    const action = await customer.actionOf(id, 'extend')
    await customer.post(action, { extension: '1' })
    await long.clock.advance(29 * lifeMs)
    await customer.post(action, { extension: '2' })
    expect((await long.app.storage.findPayment(id))?.extensions).toBe(2)
    await long.close()
  })

  it('still accepts a card a little after the end that it names', async () => {
    const id = await visitor.newPayment()
    const left = Number(/data-facts="\[(\d+),/.exec(await pageOf(id))?.[1])
    await gateway.clock.advance(left + 20_000)
    await visitor.pay(id)
    expect(await statusOf(id)).toBe('succeeded')
  })

  it('gives a challenge that began before the end its full ten minutes', async () => {
    const id = await visitor.newPayment()
    await gateway.clock.advance(lifeMs - 1_000)
    await visitor.payWith(id, '4635440000002223')
    await gateway.clock.advance(9 * minuteMs)
    await gateway.work()
    expect(await statusOf(id)).toBe('requires_action')
  })

  it('is left alone by forms that are not its own', async () => {
    const id = await visitor.newPayment()
    const action = await visitor.actionOf(id, 'extend')
    for (const fields of [
      '',
      'extension=',
      'extension=0',
      'extension=1&number=4242',
      'extension=1&extension=1',
    ])
      expect((await visitor.post(action, fields)).status, fields).toBe(400)
    const elsewhere = (await visitor.actionOf(await visitor.newPayment(), 'extend')).replace(/pay_[^/]+/, id)
    expect((await visitor.post(elsewhere, { extension: '1' })).status).toBe(303)
    const foreign = { 'sec-fetch-site': 'cross-site' }
    expect((await visitor.post(action, { extension: '1' }, foreign)).status).toBe(403)
    expect(await extensionsOf(id)).toBe(0)
  })

  it('offers no more time if the merchant has switched that off', async () => {
    await gateway.app.storage.updateMerchant(gateway.merchantId, { sessionExtension: false })
    const id = await visitor.newPayment()
    await gateway.app.storage.updateMerchant(gateway.merchantId, { sessionExtension: null })
    expect(await pageOf(id)).toMatch(/You can pay until .*GMT/)
    expect(await pageOf(id)).not.toContain('I need more time')
    await visitor.post(await visitor.actionOf(id, 'extend'), { extension: '1' })
    expect(await extensionsOf(id)).toBe(0)
  })

  it('ends with the way back to the shop', async () => {
    const id = await visitor.newPayment()
    await gateway.clock.advance(lifeMs)
    const answer = await gateway.request(`/hpp/${id}`)
    expect(answer.status).toBe(410)
    expect(await answer.text()).toMatch(/href="[^"]*status=failed"/)
  })
})

describe('the page of a session of 20 hours or more', () => {
  it('says nothing about time', async () => {
    const long = await openTestApp({ settings: { ...times, sessionLifeMs: 20 * lifeMs } })
    const guest = new Visitor(long)
    const html = await guest.html(`/hpp/${await guest.newPayment()}`)
    expect(html).not.toMatch(/extend|until|class="time"|data-facts|more time/)
    await long.close()
  })
})
