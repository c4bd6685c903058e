/** Webhook endpoints over the API: created, read, changed, and what is sent to them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  deletedEndpointResponse,
  deliveryListResponse,
  deliveryResponse,
  endpointListResponse,
  endpointResponse,
  fullDeliveryResponse,
  recoveryResponse,
} from '../../src/api/webhooks/endpoint-schemas.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { expectError } from './expect-error.ts'

type Endpoint = Readonly<{ id: string; secret: string | null; status: string } & Record<string, unknown>>

const path = '/v1/webhook_endpoints'
const url = 'http://localhost:9999/webhooks'

let app: TestApp
beforeEach(async () => {
  app = await openTestApp()
})
afterEach(() => app.close())

const post = (to: string, body?: unknown, headers?: Record<string, string>) =>
  app.call('POST', to, body, headers)
const read = async (response: Response | Promise<Response>) => (await response).json() as Promise<Endpoint>

async function create(fields: object = {}): Promise<Endpoint> {
  const response = await post(path, { url, ...fields })
  expect(response.status).toBe(201)
  return read(response)
}

async function canceled(): Promise<string> {
  const { id } = await read(post('/v1/payments/hpp', session))
  await post(`/v1/payments/${id}/cancel`)
  return id
}

async function newestEvent(): Promise<string> {
  const { data } = (await read(app.call('GET', '/v1/events'))) as unknown as { data: { id: string }[] }
  return data[0]?.id ?? ''
}

async function deliveries(id: string, query = ''): Promise<readonly Record<string, unknown>[]> {
  const body = await read(app.call('GET', `${path}/${id}/deliveries${query}`))
  deliveryListResponse.parse(body)
  return (body as unknown as { data: Record<string, unknown>[] }).data
}

describe('an endpoint', () => {
  it('is created with a secret, which is shown once', async () => {
    const created = await create({ description: 'Orders' })
    endpointResponse.parse(created)
    expect(created).toMatchObject({ url, events: ['*'], description: 'Orders', status: 'enabled' })
    expect(created.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const shown = await read(app.call('GET', `${path}/${created.id}`))
    expect(shown).toEqual({ ...created, secret: null })
    const listed = await read(app.call('GET', path))
    endpointListResponse.parse(listed)
    expect(listed.data).toEqual([shown])
  })

  it('keeps its secret sealed, in its row and in the response that is kept for a repeated request', async () => {
    const key = { 'Idempotency-Key': 'endpoint-1' }
    const first = await read(post(path, { url }, key))
    const again = await post(path, { url }, key)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await again.json()).toEqual(first)
    const secret = String(first.secret)
    const owner = { merchantId: app.merchantId, mode: 'test' } as const
    const stored = await app.app.storage.findEndpoint(owner, first.id)
    const [apiKey] = await app.app.storage.listApiKeys(app.merchantId)
    const record = await app.app.storage.findIdempotencyRecord(apiKey?.id ?? '', 'endpoint-1')
    for (const text of [JSON.stringify(stored), JSON.stringify(record)]) {
      expect(text).toContain('v1.')
      expect(text).not.toContain(secret.slice(6, -1))
    }
    expect(app.app.gateway.secrets?.open(stored?.secret ?? '', first.id)).toBe(secret)
    expect((await read(app.call('GET', path))).data).toHaveLength(1)
  })

  it('is changed, disabled, enabled, and deleted', async () => {
    const { id } = await create()
    const changed = await read(post(`${path}/${id}`, { events: ['refund.failed'], description: 'R' }))
    expect(changed).toMatchObject({ url, events: ['refund.failed'], description: 'R', secret: null })
    expect(await read(post(`${path}/${id}`, { description: '' }))).toMatchObject({ description: null })
    const disabled = await read(post(`${path}/${id}/disable`))
    expect(disabled).toMatchObject({ status: 'disabled', disabled_reason: 'requested' })
    const enabled = await read(post(`${path}/${id}/enable`))
    expect(enabled).toMatchObject({ status: 'enabled', disabled_reason: null })
    const deleted = await read(app.call('DELETE', `${path}/${id}`))
    expect(deletedEndpointResponse.parse(deleted)).toEqual({ id, object: 'webhook_endpoint', deleted: true })
    await expectError(await app.call('GET', `${path}/${id}`), [404, 'resource_missing', 'id'])
    expect((await read(app.call('GET', path))).data).toEqual([])
  })

  it('gets a new secret beside the previous one, which can be ended at once', async () => {
    const first = await create()
    const rolled = await read(post(`${path}/${first.id}/roll_secret`))
    const nowSeconds = Math.floor(app.clock.nowMs() / 1_000)
    expect(rolled.secret).not.toBe(first.secret)
    expect(rolled.previous_secret_expires_at).toBe(nowSeconds + 86_400)
    const again = await post(`${path}/${first.id}/roll_secret`, { expires_in: 60 })
    await expectError(again, [409, 'webhook_secret_rolling', 'expires_in'])
    const ended = await read(post(`${path}/${first.id}/roll_secret`, { expires_in: 0 }))
    expect(ended.previous_secret_expires_at).toBeNull()
    expect((await post(`${path}/${first.id}/roll_secret`, { expires_in: 60 })).status).toBe(200)
    await app.clock.advance(60_000)
    const shown = await read(app.call('GET', `${path}/${first.id}`))
    expect(shown.previous_secret_expires_at).toBeNull()
  })

  it('gets one new secret where two are asked for at once, so that the first one still signs', async () => {
    const { id, secret } = await create()
    const responses = await Promise.all([1, 2].map(() => post(`${path}/${id}/roll_secret`)))
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 409])
    const owner = { merchantId: app.merchantId, mode: 'test' } as const
    const stored = await app.app.storage.findEndpoint(owner, id)
    expect(app.app.gateway.secrets?.open(stored?.previousSecret ?? '', id)).toBe(secret)
  })

  it('is a security event whenever it changes', async () => {
    const { id } = await create()
    const line = app.logLines.findLast((text) => text.includes('webhook_endpoint_changed'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      who: expect.stringMatching(/^key_/),
      object: `webhook endpoint ${id}`,
    })
  })

  it('does not exist for other merchants and in the other mode', async () => {
    const { id } = await create()
    const headers = { authorization: `Bearer ${await app.newKey('test', 'other')}` }
    const verbs = ['', '/enable', '/disable', '/roll_secret', '/test'].map(
      (verb) => [`${path}/${id}${verb}`, {}] as const,
    )
    for (const [to, body] of [...verbs, [`${path}/${id}/recover`, { since: 0 }] as const]) {
      await expectError(await post(to, body, headers), [404, 'resource_missing', 'id'])
    }
    for (const to of [`${path}/${id}`, `${path}/${id}/deliveries`, `${path}/${id}/deliveries/evt_1`]) {
      await expectError(await app.call('GET', to, undefined, headers), [404, 'resource_missing', 'id'])
    }
    await expectError(await app.call('DELETE', `${path}/${id}`, undefined, headers), [
      404,
      'resource_missing',
      'id',
    ])
  })

  it.each([
    [{}, 'parameter_missing', 'url'],
    [{ url: 'not a URL' }, 'parameter_invalid', 'url'],
    [{ url: `https://shop.example/${'x'.repeat(2_048)}` }, 'parameter_invalid', 'url'],
    [{ url, events: [] }, 'parameter_invalid', 'events'],
    [{ url, events: ['payment.created'] }, 'parameter_invalid', 'events.0'],
    [{ url, events: ['webhook_endpoint.test'] }, 'parameter_invalid', 'events.0'],
    [{ url, events: ['*', 'refund.failed'] }, 'parameter_invalid', 'events'],
    [{ url, description: 'x'.repeat(501) }, 'parameter_invalid', 'description'],
  ])('refuses %j', async (body, code, param) => {
    await expectError(await post(path, body), [400, code, param])
    expect((await read(app.call('GET', path))).data).toEqual([])
  })

  it('is one of sixteen at most', async () => {
    for (let count = 0; count < 16; count++) await create()
    await expectError(await post(path, { url }), [422, 'webhook_endpoint_limit_reached', null])
    const page = await read(app.call('GET', `${path}?limit=15`))
    expect([page.has_more, (page.data as unknown[]).length]).toEqual([true, 15])
  })
})

describe('deliveries', () => {
  it('are made with the event, for the endpoints that want it', async () => {
    const all = await create()
    const others = await create({ events: ['payment.succeeded'] })
    const payment = await canceled()
    const [delivery] = await deliveries(all.id)
    expect(deliveryResponse.parse(delivery)).toMatchObject({
      event: await newestEvent(),
      webhook_endpoint: all.id,
      type: 'payment.canceled',
      payment,
      status: 'pending',
      attempt_count: 0,
    })
    expect(await deliveries(others.id)).toEqual([])
    const one = await read(app.call('GET', `${path}/${all.id}/deliveries/${await newestEvent()}`))
    expect(fullDeliveryResponse.parse(one)).toEqual({ ...delivery, attempts: [] })
    await expectError(await app.call('GET', `${path}/${all.id}/deliveries/evt_1`), [
      404,
      'resource_missing',
      'event_id',
    ])
  })

  it('are skipped while the endpoint is disabled, and recovered on request', async () => {
    const { id } = await create()
    await canceled()
    await post(`${path}/${id}/disable`)
    await canceled()
    expect((await deliveries(id)).map(({ status }) => status)).toEqual(['skipped', 'skipped'])
    const disabled = await post(`${path}/${id}/recover`, { since: 0 })
    await expectError(disabled, [400, 'parameter_invalid', 'id'])
    await post(`${path}/${id}/enable`)
    expect(await deliveries(id, '?status=pending')).toEqual([])
    const key = { 'Idempotency-Key': 'recover-1' }
    const recovered = await read(post(`${path}/${id}/recover`, { since: 0 }, key))
    expect(recoveryResponse.parse(recovered)).toMatchObject({ recovered: 2, has_more: false })
    expect(await read(post(`${path}/${id}/recover`, { since: 0 }, key))).toEqual(recovered)
    expect((await deliveries(id, '?status=pending')).length).toBe(2)
    const later = Math.floor(app.clock.nowMs() / 1_000) + 1
    expect(await read(post(`${path}/${id}/recover`, { since: later }))).toMatchObject({ recovered: 0 })
  })

  it('of a test are queued for one endpoint, even a disabled one, and listed as events', async () => {
    const { id } = await create()
    await create()
    await post(`${path}/${id}/disable`)
    const tested = deliveryResponse.parse(await read(post(`${path}/${id}/test`)))
    expect(tested).toMatchObject({ type: 'webhook_endpoint.test', payment: null, status: 'pending' })
    expect(tested.next_attempt_at).not.toBeNull()
    expect(await deliveries(id)).toEqual([tested])
    const event = await read(app.call('GET', `/v1/events/${tested.event}`))
    expect(event).toMatchObject({ type: 'webhook_endpoint.test', data: { webhook_endpoint: id } })
    const { data } = await read(app.call('GET', '/v1/events?type=webhook_endpoint.test'))
    expect(data).toEqual([event])
    const other = await post(`/v1/events/${tested.event}/resend`, { webhook_endpoint: (await create()).id })
    await expectError(other, [400, 'parameter_invalid', 'webhook_endpoint'])
  })

  it('are made again for an event, with the same ID, for all endpoints or for one', async () => {
    await canceled()
    const event = await newestEvent()
    const enabled = await create()
    const disabled = await create()
    await post(`${path}/${disabled.id}/disable`)
    const resent = await read(post(`/v1/events/${event}/resend`))
    deliveryListResponse.parse(resent)
    expect(resent.data).toMatchObject([{ event, webhook_endpoint: enabled.id, status: 'pending' }])
    const one = await read(post(`/v1/events/${event}/resend`, { webhook_endpoint: disabled.id }))
    expect(one.data).toMatchObject([{ webhook_endpoint: disabled.id, status: 'pending' }])
    const unknown = await post(`/v1/events/${event}/resend`, { webhook_endpoint: 'we_1' })
    await expectError(unknown, [400, 'parameter_invalid', 'webhook_endpoint'])
    await expectError(await post('/v1/events/evt_1/resend'), [404, 'resource_missing', 'id'])
  })

  it('are listed by status, type, and time, in pages', async () => {
    const { id } = await create()
    for (let count = 0; count < 3; count++) await canceled()
    await post(`${path}/${id}/test`)
    expect(await deliveries(id, '?type=payment.canceled&status=pending')).toHaveLength(3)
    expect(await deliveries(id, '?type=webhook_endpoint.test')).toHaveLength(1)
    expect(await deliveries(id, '?status=failed')).toEqual([])
    const all = await deliveries(id)
    const [first, second] = all
    expect(await deliveries(id, `?limit=1&starting_after=${first?.event}`)).toEqual([second])
    expect(await deliveries(id, `?ending_before=${second?.event}`)).toEqual([first])
    expect(await deliveries(id, `?created[gte]=${Math.floor(app.clock.nowMs() / 1_000) + 1}`)).toEqual([])
  })
})
