/** Events over the API: what happened to payments, byte for byte as it was then. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventListResponse, eventResponse } from '../../src/api/event-schemas.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { expectError } from './expect-error.ts'

type Listed = Readonly<{ data: readonly { id: string; type: string; data: object }[]; has_more: boolean }>

let app: TestApp
beforeEach(async () => {
  app = await openTestApp()
})
afterEach(() => app.close())

async function created(fields: object = {}): Promise<string> {
  const response = await app.call('POST', '/v1/payments/hpp', { ...session, ...fields })
  return ((await response.json()) as { id: string }).id
}

async function canceled(fields: object = {}): Promise<string> {
  const id = await created(fields)
  await app.call('POST', `/v1/payments/${id}/cancel`)
  return id
}

const textOf = async (path: string): Promise<string> => (await app.call('GET', path)).text()
const listed = async (query = ''): Promise<Listed> => JSON.parse(await textOf(`/v1/events${query}`))

/** The first event, exactly as it is in the response. */
async function newest(): Promise<Readonly<{ id: string; body: string }>> {
  const [event] = (await listed()).data
  const id = event?.id ?? ''
  return { id, body: await textOf(`/v1/events/${id}`) }
}

describe('an event', () => {
  it('contains the payment byte for byte as a GET returned it at that time', async () => {
    const metadata = { order: '1042', description: '"description":null', ключ: '\\"customer":null' }
    const id = await canceled({ description: 'A "quoted" \u2028 line', metadata })
    const { body } = await newest()
    expect(body).toContain(`"data":{"payment":${await textOf(`/v1/payments/${id}`)}}}`)
    eventResponse.parse(JSON.parse(body))
  })

  it('is the same in the list and on its own', async () => {
    await canceled({ metadata: { a: 'b' } })
    const { body } = await newest()
    const text = await textOf('/v1/events')
    expect(text).toBe(`{"object":"list","data":[${body}],"has_more":false,"url":"/v1/events"}`)
    eventListResponse.parse(JSON.parse(text))
  })

  it('tells of refunds with the refund and its payment', async () => {
    const id = await created()
    const customer = {
      card: { number: '4111111111111111', exp_month: 12, exp_year: 2040, cvc: '123', holder_name: 'A' },
    }
    await app.call('POST', `/sandbox/v1/payments/${id}/pay`, customer)
    await app.call('POST', `/v1/payments/${id}/refund`, { reason: 'broken', amount: 100 })
    await app.clock.advance(5_000)
    await app.work()
    const { data } = await listed()
    expect(data.map(({ type }) => type)).toEqual(['refund.succeeded', 'refund.created', 'payment.succeeded'])
    expect(data[0]?.data).toMatchObject({
      refund: { payment_id: id, amount: 100, status: 'succeeded' },
      payment: { id, refunded_amount: 100 },
    })
    for (const event of data) eventResponse.parse(event)
  })

  it('leaves out metadata that would make it larger than 64 KiB', async () => {
    const metadata = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`key ${index}`, '\u{1F600}'.repeat(500)]),
    )
    const id = await canceled({ metadata, description: 'Much' })
    const { body } = await newest()
    expect(JSON.parse(body).data).toMatchObject({
      payment: { id, metadata: null, description: 'Much' },
      truncated: ['payment.metadata'],
    })
    expect(Buffer.byteLength(body)).toBeLessThan(65_536)
    eventResponse.parse(JSON.parse(body))
  })

  it('does not exist for other merchants, for the other mode, or under another ID', async () => {
    await canceled()
    const { id } = await newest()
    const otherKey = { authorization: `Bearer ${await app.newKey('test', 'other')}` }
    const missing = [404, 'resource_missing', 'id'] as const
    await expectError(await app.call('GET', `/v1/events/${id}`, undefined, otherKey), missing)
    await expectError(await app.call('GET', '/v1/events/evt_unknown'), missing)
    const others = await app.call('GET', '/v1/events', undefined, otherKey)
    expect(await others.json()).toMatchObject({ data: [], has_more: false })
  })
})

describe('the list of events', () => {
  it('is filtered by type, payment, and time', async () => {
    const id = await canceled()
    await app.clock.advance(60_000)
    const later = Math.floor(app.clock.nowMs() / 1_000)
    await canceled()
    expect((await listed('?type=payment.failed')).data).toEqual([])
    expect((await listed('?type=payment.canceled')).data).toHaveLength(2)
    expect((await listed(`?payment=${id}`)).data).toHaveLength(1)
    expect((await listed(`?created[gte]=${later}`)).data).toHaveLength(1)
    expect((await listed(`?created[lt]=${later}`)).data).toHaveLength(1)
  })

  it('has pages', async () => {
    for (let count = 0; count < 3; count++) await canceled()
    const first = await listed('?limit=2')
    expect(first.has_more).toBe(true)
    const rest = await listed(`?starting_after=${first.data[1]?.id}`)
    expect([...first.data, ...rest.data]).toEqual((await listed()).data)
    expect((await listed(`?ending_before=${rest.data[0]?.id}&limit=1`)).data).toEqual([first.data[1]])
  })

  it.each([
    ['?type=payment.created', 'type'],
    ['?starting_after=evt_unknown', 'starting_after'],
    ['?limit=101', 'limit'],
    ['?status=succeeded', 'status'],
  ])('refuses %s', async (query, param) => {
    await expectError(await app.call('GET', `/v1/events${query}`), [400, 'parameter_invalid', param])
  })
})
