/** `/sandbox/receiver`: what the gateway has really sent is shown there, with whether it verifies. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signWebhook } from '../../client/src/flowlix.ts'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { listenSecret } from '../../src/webhooks/listen-secret.ts'
import { openShop, production, type Shop } from '../webhooks/shop.ts'

const path = '/sandbox/receiver'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

const url = () => `http://127.0.0.1:${shop.receiver.port}${path}`
const post = (body: string, headers: Record<string, string> = {}, query = '') =>
  shop.gateway.request(path + query, { method: 'POST', body, headers })
const page = async () => (await shop.gateway.request(path)).text()
const give = (secret: string) =>
  shop.gateway.request(`${path}/secrets`, { method: 'POST', body: new URLSearchParams({ secret }) })

/** The bytes and headers of the gateway's own request. */
async function delivered(): Promise<readonly [string, Record<string, string>]> {
  await shop.cancel()
  await shop.deliver()
  const { body, headers } = shop.receiver.received.at(-1) ?? { body: '', headers: {} }
  return [body, headers as Record<string, string>]
}

async function expectError(
  response: Response,
  [status, code, param]: readonly [number, string, string | null],
) {
  expect(response.status).toBe(status)
  expect(((await response.json()) as { error: object }).error).toMatchObject({ code, param })
}

const anEvent = '{"id":"evt_1","type":"payment.succeeded"}'

async function signed(secret: string, body = anEvent): Promise<Record<string, string>> {
  return signWebhook({ payload: body, secret, now: () => shop.gateway.clock.nowMs() })
}

describe('the receiver', () => {
  it('says how to send events, until some have come', async () => {
    const response = await shop.gateway.request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    const html = await response.text()
    expect(html).toContain('Nothing has been received yet.')
    expect(html).toContain('?status=500')
    expect(html).not.toContain('<script')
  })

  it('shows an event, its headers, and that the signature is that of its endpoint', async () => {
    const id = await shop.addEndpoint({ url: url() })
    expect((await post(...(await delivered()))).status).toBe(200)
    const html = await page()
    expect(html).toContain('<h3>payment.canceled</h3>')
    expect(html).toContain(`Signed with the secret of ${id}.`)
    expect(html).toContain('Responded 200')
    expect(html).toMatch(/webhook-signature<\/dt><dd><code>v1,/)
    expect(html).toContain('&quot;object&quot;: &quot;event&quot;')
  })

  it('verifies callbacks, and what "flowlix listen" forwards', async () => {
    await shop.addEndpoint({ url: null })
    await shop.cancel({ callback_url: url() })
    await shop.deliver()
    const [callback] = shop.receiver.received
    await post(callback?.body ?? '', callback?.headers as Record<string, string>)
    await post(anEvent, await signed(listenSecret(documentedTestKey)))
    const html = await page()
    expect(html).toContain('Signed with the secret of we_1.')
    expect(html).toContain('Signed with the secret of flowlix listen.')
    expect(html).not.toContain('Not verified')
  })

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('refuses forms that another site has sent with %j', async (headers) => {
    await post(anEvent)
    const submit = (form: string, more: Record<string, string>) =>
      shop.gateway.request(`${path}/${form}`, { method: 'POST', body: 'secret=whsec_QUJD', headers: more })
    await expectError(await submit('clear', headers), [403, 'permission_denied', null])
    await expectError(await submit('secrets', headers), [403, 'permission_denied', null])
    expect(await page()).toContain('<h3>payment.succeeded</h3>')
    expect((await submit('clear', { 'sec-fetch-site': 'same-origin' })).status).toBe(303)
    expect(await page()).toContain('Nothing has been received yet.')
  })

  it('says why a request does not verify', async () => {
    await shop.addEndpoint({ url: url() })
    const [body, headers] = await delivered()
    await post(body.replace('payment.canceled', 'payment.succeeded'), headers)
    expect(await page()).toContain('The signature matches none of the known secrets.')
    await post(body)
    expect(await page()).toContain('The request has no complete signature headers.')
    await shop.gateway.clock.advance(3_600_000)
    await post(body, headers)
    expect((await page()).match(/Not verified/g)).toHaveLength(3)
  })

  it('does not know the secrets of endpoints elsewhere, but takes one that is entered', async () => {
    const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
    await post(anEvent, await signed(secret))
    expect(await page()).toContain('Not verified')
    const refused = await give('whsec_')
    expect(refused.status).toBe(400)
    expect(await refused.text()).toMatch(/role="alert">This is not a signing secret\./)
    expect((await give(` ${secret} `)).headers.get('location')).toBe(path)
    const html = await page()
    expect(html).toContain('Signed with the secret of whsec_...')
    expect(html).not.toContain(secret)
  })

  it('responds as it is asked to', async () => {
    expect((await post(anEvent, {}, '?status=500')).status).toBe(500)
    expect((await post(anEvent, {}, '?status=204')).status).toBe(204)
    const waiting = post(anEvent, {}, '?status=202&delay_ms=3000')
    let status = 0
    void waiting.then((response) => {
      status = response.status
    })
    await expect.poll(page).toContain('Responded 202')
    await shop.gateway.clock.advance(2_999)
    expect(status).toBe(0)
    await shop.gateway.clock.advance(1)
    expect((await waiting).status).toBe(202)
    const html = await page()
    expect(html).toContain('Responded 500')
    expect(html).toContain('responded after 3000 ms')
  })

  it.each([
    ['?status=199', 'status'],
    ['?status=600', 'status'],
    ['?status=2e2', 'status'],
    ['?status=200&status=500', 'status'],
    ['?delay_ms=30001', 'delay_ms'],
    ['?delay_ms=-1', 'delay_ms'],
    ['?delay=1', null],
  ])('rejects %s, and keeps nothing of the request', async (query, param) => {
    await expectError(await post(anEvent, {}, query), [400, 'parameter_invalid', param])
    expect(await page()).toContain('Nothing has been received yet.')
  })

  it('takes no other methods, and no body that is too large', async () => {
    await expectError(await shop.gateway.request(path, { method: 'PUT' }), [405, 'method_not_allowed', null])
    await expectError(await shop.gateway.request(`${path}/clear`), [405, 'method_not_allowed', null])
    await expectError(await post('x'.repeat(256_001)), [413, 'body_too_large', null])
  })

  it('says how often the same event has come', async () => {
    for (let i = 0; i < 3; i++) await post(anEvent, await signed(listenSecret(documentedTestKey)))
    expect(await page()).toContain('UTC</time>, received 3 times')
  })

  it('shows whatever comes as text, and no card number of it', async () => {
    const attack = '<img src=x onerror=alert(1)>'
    await post(JSON.stringify({ type: attack, pan: '4111111111111111' }), { 'webhook-id': attack })
    await post(`${attack} 4111 1111 1111 1111`)
    const html = await page()
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).not.toMatch(/4111 ?1111/)
    expect(html).toContain('[card number]')
  })

  it('keeps the newest 50 requests and 2 MB, and forgets them when asked', async () => {
    for (let i = 0; i < 60; i++) await post(`{"type":"number-${i}."}`)
    const many = await page()
    expect(many).toContain('50 requests, newest first')
    expect(many).toContain('number-59.')
    expect(many).not.toContain('number-9.')
    for (let i = 0; i < 10; i++) await post('y'.repeat(250_000))
    expect(await page()).toContain('8 requests, newest first')
    await shop.gateway.request(`${path}/clear`, { method: 'POST' })
    expect(await page()).toContain('Nothing has been received yet.')
  })
})

it('does not exist in production', async () => {
  const real = await openShop(production)
  for (const method of ['GET', 'POST'])
    expect((await real.gateway.request(path, { method })).status).toBe(404)
  await real.close()
})
