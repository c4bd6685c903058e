/** The published description of events and of the requests that carry them is what real payments produce. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { verifyWebhook, type WebhookEvent } from '../../client/src/flowlix.ts'
import { exampleSecret } from '../../scripts/openapi/examples.ts'
import { eventResponse } from '../../src/api/event-schemas.ts'
import { type EventType, publicEventTypes, testEventType } from '../../src/core/public-events.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'

type Parameter = Readonly<{ name: string; example: string | number }>
type Media = Readonly<{ schema: Readonly<{ $ref: string }>; example: object }>
type Request = Readonly<{
  parameters: readonly Parameter[]
  requestBody: Readonly<{ content: Readonly<{ 'application/json': Media }> }>
}>
type Description = Readonly<{
  webhooks: Readonly<Record<string, Readonly<{ post: Request }>>>
  components: Readonly<{
    schemas: Readonly<{ Event: Readonly<{ discriminator: Readonly<{ mapping: Record<string, string> }> }> }>
  }>
}>

const file = new URL('../../openapi.json', import.meta.url)
const { webhooks, components } = JSON.parse(readFileSync(file, 'utf8')) as Description
const types: readonly EventType[] = [...publicEventTypes, testEventType]

const requestOf = (type: EventType): Request => {
  const request = webhooks[type]?.post
  if (request === undefined) throw new Error(`${type} is not described`)
  return request
}
const exampleOf = (type: EventType): object => requestOf(type).requestBody.content['application/json'].example

let gateway: TestApp
beforeAll(async () => {
  gateway = await openTestApp()
})
afterAll(() => gateway.close())

test('every type is described, each with its own schema, and no other', () => {
  expect(Object.keys(webhooks)).toEqual(types)
  const schemas = types.map((type) => requestOf(type).requestBody.content['application/json'].schema.$ref)
  expect(new Set(schemas).size).toBe(types.length)
  const mapping = Object.fromEntries(types.map((type, index) => [type, schemas[index]]))
  expect(components.schemas.Event.discriminator.mapping).toEqual(mapping)
})

test('the types of the client are those of the gateway, and tell what the data holds', () => {
  expectTypeOf<WebhookEvent['type']>().toEqualTypeOf<EventType>()
  type RefundIn = Extract<WebhookEvent, { type: 'refund.failed' }>['data']['refund']
  expectTypeOf<RefundIn['payment_id']>().toEqualTypeOf<string>()
  expectTypeOf<Extract<WebhookEvent, { type: 'payment.failed' }>['data']>().not.toHaveProperty('refund')
})

test.each(types)('the headers in the description of %s are those of its example', async (type) => {
  const body = exampleOf(type)
  const headers = Object.fromEntries(
    requestOf(type).parameters.map(({ name, example }) => [name, String(example)]),
  )
  const now = () => Number(headers['webhook-timestamp']) * 1_000
  const payload = JSON.stringify(body)
  const standard = { ...headers, 'Flowlix-Signature': '' }
  const own = { 'flowlix-signature': headers['Flowlix-Signature'] }
  for (const signed of [standard, own])
    expect(await verifyWebhook({ payload, headers: signed, secret: exampleSecret, now })).toEqual(body)
})

const create = async (): Promise<string> => {
  const fields = { ...session, description: 'Order 1042', metadata: { order_id: '1042' } }
  const response = await gateway.call('POST', '/v1/payments/hpp', fields)
  return ((await response.json()) as { id: string }).id
}

async function paidWith(testCard: string): Promise<string> {
  const id = await create()
  await gateway.call('POST', `/sandbox/v1/payments/${id}/pay`, { test_card: testCard })
  return id
}

async function refunded(testCard: string): Promise<string> {
  const id = await paidWith(testCard)
  const refund = { reason: 'requested_by_customer', amount: 1_000 }
  await gateway.call('POST', `/v1/payments/${id}/refund`, refund)
  await gateway.clock.advance(5_000)
  await gateway.work()
  return id
}

/** Each returns the ID of a payment to which this has happened. */
const stories: Readonly<Record<(typeof publicEventTypes)[number], () => Promise<string>>> = {
  'payment.succeeded': () => paidWith('approved'),
  'payment.failed': () => paidWith('insufficient_funds'),
  'payment.canceled': async () => {
    const id = await create()
    await gateway.call('POST', `/v1/payments/${id}/cancel`)
    return id
  },
  'payment.expired': async () => {
    const id = await create()
    await gateway.call('POST', `/sandbox/v1/payments/${id}/expire`)
    return id
  },
  'payment.requires_action': () => paidWith('challenge'),
  'refund.created': () => refunded('approved'),
  'refund.succeeded': () => refunded('approved'),
  'refund.failed': () => refunded('refunds_fail'),
}

/** The members at every depth, in their order, and of which kind they are; the bank and the acquirer vary. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object') return typeof value
  if (value === null) return null
  return Object.entries(value).map(([name, member]) => [name, shapeOf(member)])
}

describe.each(publicEventTypes)('%s', (type) => {
  test('really happens as its example shows it', async () => {
    const id = await stories[type]()
    const listed = await gateway.call('GET', `/v1/events?payment=${id}&type=${type}`)
    const { data } = (await listed.json()) as { data: readonly object[] }
    expect(data).toHaveLength(1)
    const [event] = data
    expect(event).toMatchObject({ type })
    expect(eventResponse.parse(event)).toEqual(event)
    expect(shapeOf(event)).toEqual(shapeOf(exampleOf(type)))
  })
})

test('a test really is as its example shows it, also in the list of events', async () => {
  const { secrets, storage } = gateway.app.gateway
  const id = 'we_01j1ndzr5x8kq2v7m3c4t6w9ya'
  await storage.addEndpoint(
    {
      ...{ id, merchantId: gateway.merchantId, mode: 'test', url: 'http://localhost:9/', events: 'all' },
      ...{ description: null, secret: secrets?.seal(exampleSecret, id) ?? '', version: 1 },
      ...{ previousSecret: null, previousSecretUntilMs: null, disabledAtMs: null, disabledReason: null },
      ...{ failingSinceMs: null, lastSuccessAtMs: null, createdAtMs: 0, deletedAtMs: null },
    },
    16,
    null,
  )
  const sent = await gateway.call('POST', `/v1/webhook_endpoints/${id}/test`)
  const { event: eventId } = (await sent.json()) as { event: string }
  const listed = await gateway.call('GET', '/v1/events?limit=100')
  const { data } = (await listed.json()) as { data: readonly { id: string }[] }
  const event = data.find((one) => one.id === eventId)
  expect(eventResponse.parse(event)).toEqual(event)
  expect(shapeOf(event)).toEqual(shapeOf(exampleOf(testEventType)))
})
