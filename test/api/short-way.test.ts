/** Plain paths of the API take a short way past the router. Nobody can tell: the same path with an empty query does not. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { openTestApp, session, type TestApp } from '../support/app.ts'

let app: TestApp
let id: string

beforeAll(async () => {
  app = await openTestApp()
  const created = await app.call('POST', '/v1/payments/hpp', session)
  id = ((await created.json()) as { id: string }).id
  // Nothing below changes it any more.
  await app.call('POST', `/v1/payments/${id}/cancel`)
})
afterAll(() => app.close())

const authorization = { authorization: `Bearer ${documentedTestKey}` }
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const paths = [
  ...['/v1', '/v1/', '/v1/payments', '/v1/payments/', '/v1/payments/hpp', '/v1/payments/hpp/'],
  ...['/v1/payments/ID', '/v1/payments/ID/', '/v1/payments/ID/cancel', '/v1/payments/ID/refund'],
  ...['/v1/payments/hpp/cancel', '/v1/payments//cancel', '/v1/payments/ID//cancel', '/v1//payments'],
  ...['/v1/payments/pay_1', '/v1/payments/ID/nothing', '/v1/nothing', '/V1/payments', '/v1payments'],
]

it.each(methods)('%s is answered alike on both ways', async (method) => {
  for (const path of paths.map((pattern) => pattern.replace('ID', id)))
    expect(await told(method, path), path).toEqual(await told(method, `${path}?`))
})

async function told(method: string, path: string) {
  const response = await app.request(path, { method, headers: authorization })
  const body = (await response.text()).replaceAll(/req_[a-z0-9]+/g, 'req_x')
  const headers = [...response.headers].filter(([name]) => !/ratelimit|request-id/.test(name))
  return { status: response.status, headers, body }
}
