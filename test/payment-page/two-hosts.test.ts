/** What the page makes of the Host header. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestApp, session } from '../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { RawConnection } from '../api/raw-connection.ts'

let server: ListeningApp
let id: string
beforeAll(async () => {
  // As in production: the sandbox start refuses strange hosts by itself.
  server = await openListeningApp({ isSandbox: false })
  const authorization = `Bearer ${await server.app.newKey('test')}`
  const created = await server.app.call('POST', '/v1/payments/hpp', session, { authorization })
  id = ((await created.json()) as { id: string }).id
})
afterAll(() => server.close())

it.each([
  [['Host: localhost'], 200],
  [['Host: localhost', 'host: localhost'], 400],
  [['Host: localhost', 'HOST: evil.example'], 400],
])('%j: %i', async (hosts, status) => {
  const connection = await RawConnection.open(server.port)
  connection.send(`${[`GET /hpp/${id} HTTP/1.1`, ...hosts, 'Connection: close'].join('\r\n')}\r\n\r\n`)
  const answer = await connection.lastAnswer()
  expect([answer.status, answer.body.includes('name="number"')]).toEqual([status, status === 200])
})

it('the root of a host that belongs to the page alone is not the documentation', async () => {
  const app = await openTestApp({ payUrl: 'http://pay.localhost:4242' })
  const rootOf = (host: string) => app.request('/', { headers: { host } })
  expect((await rootOf('localhost:4242')).headers.get('location')).toBe('/docs')
  const response = await rootOf('pay.localhost:4242')
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  await app.close()
})
