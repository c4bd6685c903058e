/** Over real connections: limits by address count the client that a trusted proxy names, and nobody where none is named. */
import { afterEach, describe, expect, it } from 'vitest'
import { type HttpServer, listen } from '../../src/http/server.ts'
import { parseNetwork } from '../../src/platform/ip-address.ts'
import { origin, type TestApp } from '../../verification/app/test-app.ts'
import { countStatuses, openLimitedApp } from './limited-app.ts'

let app: TestApp
let server: HttpServer
afterEach(async () => {
  await server.stop()
  await app.close()
})

async function start(trusted: string): Promise<void> {
  app = await openLimitedApp()
  const trustedProxies = [parseNetwork(trusted) ?? []].flat()
  const { fetch, requestId } = app.app
  const host = '127.0.0.1'
  server = await listen(fetch, { port: 0, host, apiUrl: origin, payUrl: origin, requestId, trustedProxies })
}

/** Forty requests with a wrong key, of the client that the proxy names. */
async function askWrongly(clientOf: (i: number) => string): Promise<Readonly<Record<number, number>>> {
  const asked = Array.from({ length: 40 }, async (_, i) => {
    const headers = { 'x-forwarded-for': clientOf(i) }
    const response = await fetch(`http://127.0.0.1:${server.port}/v1/payments`, { headers })
    await response.arrayBuffer()
    return response
  })
  return countStatuses(await Promise.all(asked))
}

describe('behind a trusted proxy', () => {
  it('each client is limited by its own address', async () => {
    await start('127.0.0.0/8')
    expect(await askWrongly(() => '203.0.113.9')).toEqual({ 401: 20, 429: 20 })
    expect(await askWrongly((i) => `203.0.113.${100 + i}`)).toEqual({ 401: 40 })
  })

  it('addresses of one IPv6 network are one client, and what a client makes up does not count', async () => {
    await start('127.0.0.0/8')
    const madeUp = (i: number) => `198.51.100.${i}, 2001:db8:0:7::${i + 1}`
    expect(await askWrongly(madeUp)).toEqual({ 401: 20, 429: 20 })
    expect(await askWrongly((i) => `2001:db8:0:${i + 100}::1`)).toEqual({ 401: 40 })
  })
})

describe('without a trusted proxy', () => {
  it('clients on this machine are not limited, and headers are ignored', async () => {
    await start('10.0.0.1')
    expect(await askWrongly(() => '203.0.113.9')).toEqual({ 401: 40 })
  })
})
