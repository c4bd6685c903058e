/** Requests with plain paths bypass the router, with the same result: the same path with an empty query does not. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { session } from '../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from './listening-app.ts'
import { RawConnection } from './raw-connection.ts'

let server: ListeningApp
let connection: RawConnection
let id: string

beforeAll(async () => {
  server = await openListeningApp()
  const created = await server.app.call('POST', '/v1/payments/hpp', session)
  id = ((await created.json()) as { id: string }).id
  // Nothing below changes it any more.
  await server.app.call('POST', `/v1/payments/${id}/cancel`)
})
afterAll(() => server.close())

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const paths = [
  ...['/v1', '/v1/', '/v1/payments', '/v1/payments/', '/v1/payments/hpp', '/v1/payments/hpp/'],
  ...['/v1/payments/ID', '/v1/payments/ID/', '/v1/payments/ID/cancel', '/v1/payments/ID/refund'],
  ...['/v1/payments/hpp/cancel', '/v1/payments//cancel', '/v1/payments/ID//cancel', '/v1//payments'],
  ...['/v1/payments/pay_1', '/v1/payments/ID/nothing', '/v1/nothing', '/V1/payments', '/v1payments'],
]

it.each(methods)('%s has the same response with and without the router', async (method) => {
  for (const path of paths.map((pattern) => pattern.replace('ID', id)))
    expect(await observed(method, path), path).toEqual(await observed(method, `${path}?`))
})

it.each(['a.evil.example', '', 'two hosts', 'localhost:x', 'localhost', '[::1]'])(
  'the host "%s" is answered alike on both ways',
  async (host) => {
    const path = `/v1/payments/${id}`
    expect(await observed('GET', path, host)).toEqual(await observed('GET', `${path}?`, host))
  },
)

async function observed(method: string, path: string, host = 'localhost') {
  connection = await RawConnection.open(server.port)
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${documentedTestKey}`]
  connection.send([...lines, 'Connection: close', '', ''].join('\r\n'))
  const { status, headers, body } = await connection.lastAnswer()
  const lasting = Object.entries(headers).filter(([name]) => !/ratelimit|request-id|^date$/.test(name))
  return {
    status,
    headers: Object.fromEntries(lasting),
    body: body.replaceAll(/req_[a-z0-9]+/gi, 'req_x'),
  }
}
