/** The sandbox accepts only its own host names, so a web page whose name was rebound to it cannot use its key. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from './listening-app.ts'
import { type RawAnswer, RawConnection } from './raw-connection.ts'

let sandbox: ListeningApp
let production: ListeningApp

beforeAll(async () => {
  const payUrl = 'https://tunnel.example.com'
  sandbox = await openListeningApp({ payUrl })
  production = await openListeningApp({ isSandbox: false, payUrl })
})
afterAll(() => Promise.all([sandbox.close(), production.close()]))

async function ask(server: ListeningApp, target: string, host: string): Promise<RawAnswer> {
  const connection = await RawConnection.open(server.port)
  const lines = [`GET ${target} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${documentedTestKey}`]
  connection.send([...lines, 'Connection: close', '', ''].join('\r\n'))
  return connection.lastAnswer()
}

describe('the sandbox', () => {
  it.each([
    'localhost',
    'LOCALHOST:4242',
    'shop.localhost:80',
    '127.0.0.1',
    '127.9.9.9:1',
    '[::1]:4242',
    'tunnel.example.com',
  ])('accepts %s', async (host) => {
    expect((await ask(sandbox, '/v1/payments', host)).status).toBe(200)
  })

  it.each([
    'evil.example',
    'localhost.evil.example',
    'evillocalhost',
    '127.0.0.1.evil.example',
    '192.0.2.1',
    '0.0.0.0',
    'api.tunnel.example.com',
  ])('refuses %s', async (host) => {
    const answer = await ask(sandbox, '/v1/payments', host)
    expect(answer.status).toBe(403)
    const { error } = JSON.parse(answer.body) as { error: Record<string, unknown> }
    expect(error).toMatchObject({ code: 'permission_denied', param: 'Host' })
    expect(answer.headers['flowlix-request-id']).toBe(error.request_id)
  })

  it.each([
    '/',
    '/healthz',
    '/docs',
    '/openapi.json',
    '/hpp/pay_x',
    '/sandbox/bank/challenge/x',
    '/sandbox/receiver',
    '/v1/events/stream',
    '/nowhere',
  ])('refuses another name at %s', async (path) => {
    expect((await ask(sandbox, path, 'evil.example')).status).toBe(403)
  })

  it('accepts only one host name', async () => {
    expect((await ask(sandbox, '/hpp/pay_x', 'localhost\r\nHost: localhost')).status).toBe(400)
  })

  it('checks the host name in the request line and the one in the header', async () => {
    expect((await ask(sandbox, 'http://localhost/v1/payments', 'evil.example')).status).toBe(403)
    expect((await ask(sandbox, 'http://evil.example/v1/payments', 'localhost')).status).toBe(403)
  })
})

describe('production', () => {
  it('leaves host names to the proxy in front of it', async () => {
    expect((await ask(production, '/healthz', 'gateway.internal')).status).toBe(200)
  })

  it('refuses the documented key, even if the database has it', async () => {
    const app: TestApp = production.app
    expect(await app.app.storage.listApiKeys(null)).toHaveLength(1)
    expect((await ask(production, '/v1/payments', 'localhost')).status).toBe(401)
    const other = await app.newKey('test')
    const own = await app.call('GET', '/v1/payments', undefined, { authorization: `Bearer ${other}` })
    expect(own.status).toBe(200)
  })

  it('is different from a sandbox on the same database, which accepts the documented key', async () => {
    const again = await openTestApp({ folder: production.app.folder, sandboxDatabase: ':memory:' })
    expect((await again.call('GET', '/v1/payments')).status).toBe(200)
    await again.close()
  })
})
