/**
 * Honest browsers that do not tell where a form comes from: by plain http on a name of one's own no browser sends
 * `Sec-Fetch-Site`, old ones never do, and some proxies take it away. Their customers pay and cancel like all others.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  authorizations,
  customer,
  goToPay,
  openTown,
  pay,
  readPayment,
  type Town,
} from '../../verification/browser/town.ts'
import { openProxy, type RecordingProxy } from './recording-proxy.ts'

const places = [
  { place: 'a plain-http name that is not localhost', host: 'pay.test', removes: [] },
  { place: 'a proxy that removes Sec-Fetch-Site', host: '127.0.0.1', removes: ['sec-fetch-site'] },
]

describe.each(places)('behind $place', ({ host, removes }) => {
  let proxy: RecordingProxy
  let town: Town

  beforeAll(async () => {
    proxy = await openProxy(removes)
    town = await openTown({ payUrl: `http://${host}:${proxy.port}` })
    proxy.leadTo(town.gatewayUrl)
  }, 60_000)
  afterAll(async () => {
    await town.close()
    await proxy.close()
  })

  describe.each([{ scripts: true }, { scripts: false }])('with scripts: $scripts', ({ scripts }) => {
    it('a customer pays', async () => {
      const { context, page } = await customer(town, scripts)
      const id = await goToPay(town, page)
      expect(new URL(page.url()).hostname).toBe(host)
      await pay(page, '4242424242424242')
      await page.waitForURL(`${town.shopUrl}/checkout/**status=succeeded**`)
      expect(await authorizations(town, id)).toBe(1)
      await context.close()
    })

    it('a customer cancels', async () => {
      const { context, page } = await customer(town, scripts)
      const id = await goToPay(town, page)
      await page.locator('.cancel').click()
      if (!scripts) await page.locator('.cancel-yes').click()
      await page.waitForURL(`${town.shopUrl}/checkout/**status=failed**`)
      expect(await readPayment(town, id)).toMatchObject({ decline_code: 'canceled_by_customer' })
      await context.close()
    })
  })

  it('the browser has sent nothing about the origin of these forms', () => {
    const told = proxy.posts.map((headers) => [headers.origin, headers['sec-fetch-site']])
    expect(told).toEqual(Array.from({ length: 4 }, () => ['null', undefined]))
  })
})
