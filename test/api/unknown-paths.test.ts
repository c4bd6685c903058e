/** Unknown paths get an error in the form of the API, so that a client with a wrong base URL can read what is wrong. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { openTestApp, origin, session, type TestApp } from '../../verification/app/test-app.ts'
import { errorKeys } from './expect-error.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

it.each([
  ...['/payments/hpp', '/v2/payments/hpp', '//v1/payments/hpp', '/v1', '/V1/payments', '/api/v1/payments'],
  ...['/nothing', '/v1payments', '/payments', '/%00', '/docs/nothing'],
])('%s is not a path', async (path) => {
  for (const method of ['GET', 'POST']) {
    const body = method === 'POST' ? { body: JSON.stringify(session) } : {}
    const headers = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }
    const response = await app.app.fetch(new Request(origin + path, { method, headers, ...body }))
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/json; charset=utf-8',
    ])
    const { error } = (await response.json()) as { error: Record<string, unknown> }
    expect(Object.keys(error)).toEqual(errorKeys)
    expect(error).toMatchObject({ type: 'invalid_request_error', code: 'resource_missing', param: null })
  }
})
