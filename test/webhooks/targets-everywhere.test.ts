/** One table of forbidden URLs, at every place where a URL comes in or is sent to. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, production, type Shop } from './shop.ts'

const forbidden = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://127。0。0。1/',
  'https://%31%32%37.0.0.1/',
  'https://0.0.0.0/',
  'https://[::]/',
  'https://[::1]/',
  'https://[::127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[fc00::1]/',
  'https://[fe80::1]/',
  'https://10.0.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fd00:ec2::254]/',
  'https://localhost/',
  'https://shop.localhost/',
  'https://93.184.216.34/',
]

let shop: Shop
let key: string
beforeAll(async () => {
  shop = await openShop({ ...production, webhooks: { allowedNetworks: [], proxy: null } })
  key = await shop.gateway.newKey('test')
})
afterAll(() => shop.close())

async function refusalOf(path: string, url: string): Promise<unknown> {
  const response = await shop.gateway.call('POST', path, { url }, { authorization: `Bearer ${key}` })
  return { status: response.status, ...((await response.json()) as { error: object }).error }
}

const refused = { status: 400, code: 'parameter_invalid', param: 'url' }

test.each(forbidden)('%s is refused when an endpoint is created or changed', async (url) => {
  const id = await shop.addEndpoint({ url: 'https://shop.example.com/' })
  expect(await refusalOf('/v1/webhook_endpoints', url)).toMatchObject(refused)
  expect(await refusalOf(`/v1/webhook_endpoints/${id}`, url)).toMatchObject(refused)
  expect(await shop.endpoint(id)).toMatchObject({ url: 'https://shop.example.com/', version: 1 })
  await shop.gateway.app.storage.disableEndpoint(id, 'requested', 1)
})

test('they are refused before an attempt and a test, too, although they were stored, and as callback URLs', async () => {
  const { storage } = shop.gateway.app
  const ids: string[] = []
  for (const url of forbidden) ids.push(await shop.addEndpoint({ url }))
  await shop.cancel()
  await shop.deliver()
  for (const id of ids) {
    const headers = { authorization: `Bearer ${key}` }
    const tested = await shop.gateway.call('POST', `/v1/webhook_endpoints/${id}/test`, undefined, headers)
    expect(tested.status).toBe(200)
  }
  const callback = await shop.addEndpoint({ url: null })
  for (const url of forbidden) await shop.cancel({ callback_url: url })
  for (const id of ids) await storage.disableEndpoint(id, 'requested', 1)
  await shop.deliver()
  for (const endpointId of [...ids, callback]) {
    const { deliveries } = await storage.listDeliveries({
      ...{ endpointId, limit: 100, startingAfter: null, endingBefore: null, state: null, type: null },
      ...{ createdFromMs: null, createdBeforeMs: null },
    })
    const errors = deliveries.flatMap(({ attemptCount, lastError }) => (attemptCount > 0 ? [lastError] : []))
    expect(new Set(errors)).toEqual(new Set(['address_not_public']))
    const tests = deliveries.filter(({ eventType }) => eventType === 'webhook_endpoint.test')
    const isCallback = endpointId === callback
    expect(tests.map(({ lastError }) => lastError)).toEqual(isCallback ? [] : ['address_not_public'])
    if (isCallback) expect(deliveries.every(({ state }) => state === 'skipped')).toBe(true)
  }
})
