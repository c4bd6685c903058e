/** Two nodes on one PostgreSQL database, with one acquirer: one behind the proxy, and one that nothing disturbs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openTestApp, session, type TestApp, type TestAppOptions } from '../../verification/app/test-app.ts'
import { TestClock } from '../../verification/app/test-clock.ts'
import { PostgresProxy } from '../../verification/postgres/proxy/postgres-proxy.ts'
import type { PaymentView } from '../stories/payments.ts'

export type TwoNodes = Readonly<{
  proxy: PostgresProxy
  disturbed: TestApp
  calm: TestApp
  /** Both, in virtual time. */
  clock: TestClock
  close(): Promise<void>
}>

export async function openTwoNodes(databaseUrl: string, options: TestAppOptions = {}): Promise<TwoNodes> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-two-nodes-'))
  const clock = new TestClock()
  const { hostname, port } = new URL(databaseUrl)
  const proxy = await PostgresProxy.start({ host: hostname, port: Number(port) })
  const open = (url: string) => openTestApp({ ...options, databaseUrl: url, folder, clock })
  const calm = await open(databaseUrl)
  const disturbed = await open(proxy.through(databaseUrl))
  return {
    proxy,
    disturbed,
    calm,
    clock,
    close: async () => {
      proxy.forgetFaults()
      await disturbed.close()
      await calm.close()
      await proxy.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function create(app: TestApp, key: string, more: object = {}): Promise<Response> {
  return app.call('POST', '/v1/payments/hpp', { ...session, ...more }, { 'idempotency-key': key })
}

/** The storage is away, or what became of the request is unknown: in both cases it may be repeated. */
export async function expectUnavailable(response: Response): Promise<void> {
  expect(response.headers.get('retry-after')).toMatch(/^[1-9][0-9]*$/)
  const { error } = (await response.json()) as { error: { code: string; message: string } }
  expect([response.status, error.code]).toEqual([503, 'service_unavailable'])
  expect(error.message).toContain('once or not at all')
}

export async function listIds(app: TestApp): Promise<readonly string[]> {
  const list = (await (await app.call('GET', '/v1/payments?limit=100')).json()) as { data: PaymentView[] }
  return list.data.map(({ id }) => id)
}
