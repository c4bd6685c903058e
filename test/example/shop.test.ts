/** The example shop against the real, built gateway: a customer buys, and a dishonest one does not get away with it. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createShop } from '../../examples/shop/shop.ts'
import { Customer } from '../../verification/crash/customer.ts'
import { freePort, GatewayProcess, sandboxKey } from '../../verification/gateway-process.ts'

const logged: string[] = []
const log = (line: string): void => void logged.push(line)
const folder = mkdtempSync(join(tmpdir(), 'flowlix-shop-'))
let gateway: GatewayProcess
let shop: ReturnType<typeof createShop>

beforeAll(async () => {
  const port = await freePort()
  gateway = new GatewayProcess({ folder, port })
  await gateway.ready()
  const shopUrl = 'http://localhost:4300'
  shop = createShop({
    gatewayUrl: gateway.url,
    gatewayKey: sandboxKey,
    databaseFile: ':memory:',
    log,
    shopUrl,
    webhookSecret: null,
  })
})

afterAll(async () => {
  await shop.close()
  await gateway.stop()
  rmSync(folder, { recursive: true })
})

async function pressPay(item: string, order: string = randomUUID(), buyer = 'guest') {
  const body = new URLSearchParams({ order: `${item}.${order}`, buyer })
  const response = await shop.app.request('/checkout/pay', { method: 'POST', body })
  const hostedPage = response.headers.get('location') ?? ''
  return { order, hostedPage, paymentId: hostedPage.split('/').at(-1) ?? '', status: response.status }
}

async function payOnPage(paymentId: string, pan: string): Promise<void> {
  const customer = new Customer(gateway.url, paymentId, new AbortController().signal)
  expect(await customer.pay(pan, 1)).toBe(true)
}

async function comeBack(order: string, paymentId: string, status = 'succeeded') {
  const query = new URLSearchParams({ payment_id: paymentId, status })
  const response = await shop.app.request(`/checkout/${order}/complete?${query}`)
  return { status: response.status, html: await response.text() }
}

test('the list of products offers each for its price, with an order of its own', async () => {
  const html = await (await shop.app.request('/')).text()
  expect(html).toContain('Pay €25.00')
  const orders = [...html.matchAll(/name="order" value="\w+\.([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(orders).size).toBe(3)
})

test.each(['guest', 'member'])('a %s who pays is thanked', async (buyer) => {
  const { order, paymentId, status } = await pressPay('beans', randomUUID(), buyer)
  expect(status).toBe(303)
  await payOnPage(paymentId, '4242424242424242')
  const page = await comeBack(order, paymentId)
  expect(page.status).toBe(200)
  expect(page.html).toContain('Thank you for your order')
})

test('pressing pay twice makes one order and one session', async () => {
  const order = randomUUID()
  const [first, second] = await Promise.all([pressPay('cup', order), pressPay('cup', order)])
  expect(first?.paymentId).toMatch(/^pay_/)
  expect(second?.hostedPage).toBe(first?.hostedPage)
})

test('a declined card is not paid, whatever the address says', async () => {
  const { order, paymentId } = await pressPay('beans')
  await payOnPage(paymentId, '4000000000000002')
  const page = await comeBack(order, paymentId, 'succeeded')
  expect(page.html).toContain('<h1>Payment failed</h1>')
  expect(page.html).toContain('You haven’t been charged.')
})

test('a customer who has not paid yet sees a page that looks again', async () => {
  const { order, paymentId, hostedPage } = await pressPay('beans')
  const page = await comeBack(order, paymentId)
  expect(page.html).toContain('http-equiv="refresh"')
  expect(page.html).toContain(hostedPage)
})

test('after a decline, the same order can be paid with another payment', async () => {
  const { order, paymentId } = await pressPay('beans')
  await payOnPage(paymentId, '4000000000000002')
  await comeBack(order, paymentId, 'failed')
  const again = await shop.app.request(`/checkout/${order}/pay`, { method: 'POST' })
  const second = (again.headers.get('location') ?? '').split('/').at(-1) ?? ''
  expect(second).toMatch(/^pay_/)
  expect(second).not.toBe(paymentId)
  expect((await comeBack(order, paymentId, 'failed')).html).toContain('http-equiv="refresh"')
  await payOnPage(second, '4242424242424242')
  expect((await comeBack(order, second)).html).toContain('Thank you for your order')
  expect((await comeBack(order, paymentId, 'failed')).html).toContain('Thank you for your order')
})

test('a paid order cannot be paid a second time', async () => {
  const { order, paymentId } = await pressPay('beans')
  await payOnPage(paymentId, '4242424242424242')
  await comeBack(order, paymentId)
  const again = await shop.app.request(`/checkout/${order}/pay`, { method: 'POST' })
  expect(again.headers.get('location')).toBe(`/checkout/${order}/complete`)
})

test('orders have short numbers, one after the other, which the gateway gets as the description', async () => {
  const [first, second] = [await pressPay('cup'), await pressPay('kettle')]
  const numberOf = async ({ order, paymentId }: typeof first) =>
    Number(/<dd>#(\d+)<\/dd>/.exec((await comeBack(order, paymentId)).html)?.[1])
  const number = await numberOf(first)
  expect(number).toBeGreaterThan(1_000)
  expect(await numberOf(second)).toBe(number + 1)
  const page = await (await fetch(first.hostedPage)).text()
  expect(page).toContain(`Order #${number}: Stoneware cup`)
})

test('a paid order is packed once, however often its page is opened', async () => {
  const { order, paymentId } = await pressPay('beans')
  await payOnPage(paymentId, '4242424242424242')
  await comeBack(order, paymentId)
  await comeBack(order, paymentId)
  const number = /<dd>(#\d+)<\/dd>/.exec((await comeBack(order, paymentId)).html)?.[1] ?? ''
  expect(logged.filter((line) => line.includes(number))).toEqual([`order ${number}: paid, ready to pack`])
})

test('a customer who gives up reads that nothing was charged', async () => {
  const { order, paymentId } = await pressPay('beans')
  await new Customer(gateway.url, paymentId, new AbortController().signal).abandon()
  expect((await comeBack(order, paymentId, 'failed')).html).toContain('<h1>Payment canceled</h1>')
})

test('an own cheaper payment does not pay a dearer order', async () => {
  const cheap = await pressPay('cup')
  await payOnPage(cheap.paymentId, '4242424242424242')
  const dear = await pressPay('kettle')
  const page = await comeBack(dear.order, cheap.paymentId)
  expect(page.status).toBe(400)
  expect(page.html).toContain('This payment does not belong to this order')
  for (const what of ['id', 'amount', 'currency']) expect(page.html).toContain(`<th scope="row">${what}</th>`)
  expect((await comeBack(dear.order, dear.paymentId)).html).not.toContain('Thank you for your order')
})

test('another payment of the same price does not pay it either', async () => {
  const paid = await pressPay('beans')
  await payOnPage(paid.paymentId, '4242424242424242')
  const other = await pressPay('beans')
  const page = await comeBack(other.order, paid.paymentId)
  expect(page.status).toBe(400)
  expect(page.html).toContain('<th scope="row">id</th>')
  expect(page.html).not.toContain('<th scope="row">amount</th>')
})

test.each([
  ['that does not exist', `pay_${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`],
  ['that is no id', '../../v1/payments'],
  ['that is empty', ''],
])('a payment %s pays nothing', async (_, paymentId) => {
  const { order } = await pressPay('beans')
  const page = await comeBack(order, paymentId)
  expect(page.status).toBe(400)
  expect(page.html).toContain('names a payment that does not exist')
})

test('a paid order stays paid when its page is opened with a foreign payment', async () => {
  const { order, paymentId } = await pressPay('beans')
  await payOnPage(paymentId, '4242424242424242')
  expect((await comeBack(order, paymentId)).html).toContain('Thank you for your order')
  await comeBack(order, (await pressPay('cup')).paymentId)
  expect((await comeBack(order, paymentId)).html).toContain('Thank you for your order')
  expect((await pressPay('beans', order)).hostedPage).toBe(`/checkout/${order}/complete`)
})

test('an unknown order, product and page are not found', async () => {
  expect((await comeBack(randomUUID(), 'pay_x')).status).toBe(404)
  expect((await pressPay('gold')).status).toBe(400)
  expect((await pressPay('cup', 'not-an-id')).status).toBe(400)
  expect((await shop.app.request('/elsewhere')).status).toBe(404)
})

test('while the gateway is away no order is started or believed to be paid', async () => {
  const address = { gatewayUrl: `http://127.0.0.1:${await freePort()}`, shopUrl: 'http://localhost:4300' }
  const alone = createShop({
    ...address,
    ...{ gatewayKey: sandboxKey, databaseFile: ':memory:', webhookSecret: null, log },
  })
  const order = randomUUID()
  const body = new URLSearchParams({ order: `cup.${order}` })
  const refused = await alone.app.request('/checkout/pay', { method: 'POST', body })
  expect(refused.status).toBe(502)
  const page = await (await alone.app.request(`/checkout/${order}/complete?status=succeeded`)).text()
  expect(page).toContain('This order has no payment yet')
  await alone.close()
})
