/** The example shop is told by webhooks and by customers who return, in every order, and packs each paid order exactly once. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { signWebhook } from '../../client/src/flowlix.ts'
import { createShop } from '../../examples/shop/shop.ts'
import { Customer } from '../../verification/crash/customer.ts'
import { freePort, GatewayProcess, sandboxKey } from '../../verification/gateway-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'flowlix-shop-webhooks-'))
const authorization = { authorization: `Bearer ${sandboxKey}` }
const secret = `whsec_${Buffer.alloc(32, 4).toString('base64')}`
const shopUrl = 'http://localhost:4300'

let gateway: GatewayProcess
beforeAll(async () => {
  gateway = new GatewayProcess({ folder, port: await freePort() })
  await gateway.ready()
})
afterAll(async () => {
  await gateway.stop()
  rmSync(folder, { recursive: true })
})

let databaseFile: string
let logged: string[]
let shop: ReturnType<typeof createShop>
beforeEach(() => {
  databaseFile = join(folder, `${randomUUID()}.db`)
  logged = []
  shop = open()
})
afterEach(() => shop.close())

const open = (gatewayUrl = gateway.url, webhookSecret = secret) =>
  createShop({
    ...{ gatewayUrl, gatewayKey: sandboxKey, databaseFile, shopUrl, webhookSecret },
    log: (line) => void logged.push(line),
  })

async function paidOrder(pan = '4242424242424242') {
  const order = randomUUID()
  const body = new URLSearchParams({ order: `cup.${order}` })
  const response = await shop.app.request('/checkout/pay', { method: 'POST', body })
  const paymentId = response.headers.get('location')?.split('/').at(-1) ?? ''
  const customer = new Customer(gateway.url, paymentId, new AbortController().signal)
  expect(await customer.pay(pan, 1)).toBe(true)
  return { order, paymentId }
}

type Paid = Awaited<ReturnType<typeof paidOrder>>

async function returns({ order, paymentId }: Paid): Promise<string> {
  const response = await shop.app.request(`/checkout/${order}/complete?payment_id=${paymentId}`)
  return response.status === 500 ? 'failed' : response.text()
}

async function tell({ paymentId }: Paid, id = `evt_${randomUUID()}`, type = 'payment.succeeded') {
  const payload = JSON.stringify({ id, object: 'event', type, data: { payment: { id: paymentId } } })
  const headers = { ...(await signWebhook({ payload, secret })) }
  return shop.app.request('/webhooks', { method: 'POST', headers, body: payload })
}

function ask(sql: string, ...values: readonly string[]): unknown {
  const database = new DatabaseSync(databaseFile)
  try {
    return database.prepare(sql).get(...values)?.value
  } finally {
    database.close()
  }
}

const parcels = ({ order }: Paid) => ask('select count(*) as value from parcels where order_id = ?', order)
const statusOf = ({ order }: Paid) => ask('select status as value from orders where id = ?', order)
const waiting = () => ask('select count(*) as value from events where is_handled = 0')
const packed = () => logged.filter((line) => line.endsWith('paid, ready to pack')).length
const handled = () => expect.poll(waiting).toBe(0)

test('a real event from the gateway pays an order whose customer never returns', async () => {
  await shop.close()
  const server = createAdaptorServer({ fetch: (request) => shop.app.fetch(request) }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`
  const created = await fetch(`${gateway.url}/v1/webhook_endpoints`, {
    method: 'POST',
    headers: { ...authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ url }),
  })
  const endpoint = (await created.json()) as { id: string; secret: string }
  shop = open(gateway.url, endpoint.secret)
  const paid = await paidOrder()
  await expect.poll(packed).toBe(1)
  expect(logged.some((line) => /^webhook payment\.succeeded evt_\w{26}$/.test(line))).toBe(true)
  expect(await returns(paid)).toContain('Thank you for your order')
  expect([parcels(paid), packed()]).toEqual([1, 1])
  await fetch(`${gateway.url}/v1/webhook_endpoints/${endpoint.id}`, {
    method: 'DELETE',
    headers: authorization,
  })
  server.close()
})

test.each<[string, (paid: Paid) => Promise<unknown>]>([
  ['the event comes first', async (paid) => [await tell(paid), await handled(), await returns(paid)]],
  ['the customer comes first', async (paid) => [await returns(paid), await tell(paid)]],
  [
    'both come at once, and more than once',
    (paid) => Promise.all([tell(paid), returns(paid), tell(paid), returns(paid), tell(paid)]),
  ],
  [
    'the same event comes three times',
    async (paid) => [await tell(paid, 'evt_1'), await tell(paid, 'evt_1'), await tell(paid, 'evt_1')],
  ],
])('where %s, the order is packed once', async (_, happens) => {
  const paid = await paidOrder()
  await happens(paid)
  await handled()
  expect([statusOf(paid), parcels(paid), packed()]).toEqual(['paid', 1, 1])
})

test('the handler responds before it acts, and handles what is left when the gateway is back, or after a crash', async () => {
  const paid = await paidOrder()
  await shop.close()
  shop = open(`http://127.0.0.1:${await freePort()}`)
  expect((await tell(paid)).status).toBe(200)
  await expect.poll(() => logged.some((line) => line.includes('is handled again later'))).toBe(true)
  expect([waiting(), parcels(paid)]).toEqual([1, 0])
  await shop.close()
  shop = open()
  await handled()
  expect([statusOf(paid), parcels(paid), packed()]).toEqual(['paid', 1, 1])
})

test('an end of the process between the status and the parcel leaves neither, and the next one makes both', async () => {
  const paid = await paidOrder()
  const database = new DatabaseSync(databaseFile)
  database.exec(
    `create trigger crash before insert on parcels begin select raise(abort, 'the process ends'); end`,
  )
  expect(await returns(paid)).toBe('failed')
  expect([statusOf(paid), parcels(paid)]).toEqual(['open', 0])
  database.exec('drop trigger crash')
  database.close()
  await tell(paid)
  await handled()
  expect([statusOf(paid), parcels(paid)]).toEqual(['paid', 1])
})

test('an event only says which payment to look at: one that claims too much pays nothing', async () => {
  const declined = await paidOrder('4000000000000002')
  await tell(declined, 'evt_lie', 'payment.succeeded')
  await handled()
  expect([statusOf(declined), parcels(declined)]).toEqual(['failed', 0])
})

test('a late event about an earlier try does not touch the next one', async () => {
  const first = await paidOrder('4000000000000002')
  await returns(first)
  await shop.app.request(`/checkout/${first.order}/pay`, { method: 'POST' })
  await tell(first, 'evt_late', 'payment.failed')
  await handled()
  expect(statusOf(first)).toBe('open')
})

test('a request that is not signed with the secret is refused, and changes nothing', async () => {
  const paid = await paidOrder()
  const payload = JSON.stringify({
    id: 'evt_x',
    type: 'payment.succeeded',
    data: { payment: { id: paid.paymentId } },
  })
  const other = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
  for (const headers of [{}, { ...(await signWebhook({ payload, secret: other })) }]) {
    const response = await shop.app.request('/webhooks', { method: 'POST', headers, body: payload })
    expect(response.status).toBe(400)
  }
  expect([statusOf(paid), waiting()]).toEqual(['open', 0])
})
