/** Two requests are the same if their method, path, and the meaning of their body are equal. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { createSession, read } from '../stories/payments.ts'
import { expectError } from './expect-error.ts'

const path = '/v1/payments/hpp'
const inUse = [409, 'idempotency_key_in_use', 'Idempotency-Key'] as const

let app: TestApp
let keys = 0
const newKey = (): string => `order-${keys++}`
const withKey = (key: string) => ({ 'idempotency-key': key })
const create = (key: string, body: unknown = session): Promise<Response> =>
  app.call('POST', path, body, withKey(key))

beforeAll(async () => {
  app = await openTestApp()
})
afterAll(async () => {
  await app.close()
})

async function kept(response: Response) {
  return { status: response.status, body: await response.text() }
}

describe('the same request in a different notation', () => {
  const metadata = { b: 'Zoë', a: '1' }
  const text = JSON.stringify({ ...session, metadata })
  it.each([
    ['space around it', ` ${text}\n`],
    ['space within', JSON.stringify({ ...session, metadata }, null, 2)],
    [
      'members in another order',
      JSON.stringify(Object.fromEntries(Object.entries({ ...session, metadata }).reverse())),
    ],
    ['members of members in another order', JSON.stringify({ ...session, metadata: { a: '1', b: 'Zoë' } })],
    ['letters as escapes', text.replace('eur', '\\u0065ur').replace('ë', '\\u00eb')],
    ['slashes as PHP writes them', text.replaceAll('/', '\\/')],
  ])('gets the same response: %s', async (_, body) => {
    const key = newKey()
    const first = await kept(await create(key, text))
    expect(body).not.toBe(text)
    expect(await kept(await create(key, body))).toEqual(first)
    expect(first.status).toBe(201)
  })

  it('may have an empty object instead of no body', async () => {
    const { id } = await createSession(app)
    const cancel = (body?: object): Promise<Response> =>
      app.call('POST', `/v1/payments/${id}/cancel`, body, withKey('cancel-in-other-words'))
    expect(await kept(await cancel())).toEqual(await kept(await cancel({})))
  })
})

describe('the same key with a different request', () => {
  const text = JSON.stringify(session)
  it.each([
    ['another path', '/v1/payments', text],
    ['an unknown field more', path, text.replace('{', '{"x":1,')],
    ['a null that was absent', path, text.replace('{', '{"description":null,')],
    ['a string for a number', path, text.replace('2500', '"2500"')],
    ['a number that is spelled in another way', path, text.replace('2500', '2500.0')],
    ['another amount', path, text.replace('2500', '2501')],
    ['a space inside a string', path, text.replace('eur', 'eur ')],
  ])('is refused: %s', async (_, otherPath, body) => {
    const key = newKey()
    const first = await kept(await create(key, text))
    const version = await app.database.version()
    const refused = await app.call('POST', otherPath, body, withKey(key))
    expect(refused.headers.get('retry-after')).toBeNull()
    expect((await expectError(refused, inUse)).message).toContain('a different request')
    expect(await app.database.version()).toBe(version)
    expect(await kept(await create(key, text))).toEqual(first)
  })

  it('is refused when any byte changes the meaning of the body', async () => {
    const key = newKey()
    expect((await create(key, text)).status).toBe(201)
    const edit = fc.record({ at: fc.nat(text.length - 1), to: fc.integer({ min: 0x20, max: 0x7e }) })
    await fc.assert(
      fc.asyncProperty(edit, async ({ at, to }) => {
        const edited = text.slice(0, at) + String.fromCharCode(to) + text.slice(at + 1)
        const { status } = await create(key, edited)
        expect(status).toBe(statusFor(edited))
      }),
      { numRuns: 300 },
    )
  })

  it('is refused for the same action on another payment', async () => {
    const [one, other] = [await createSession(app), await createSession(app)]
    const cancel = (id: string): Promise<Response> =>
      app.call('POST', `/v1/payments/${id}/cancel`, undefined, withKey('one-cancel'))
    expect((await cancel(one.id)).status).toBe(200)
    await expectError(await cancel(other.id), inUse)
    expect((await read(app, other.id)).status).toBe('pending')
  })

  it('is a different key if its letters differ in case', async () => {
    expect((await create('Case')).status).toBe(201)
    expect((await create('case', { ...session, amount: 1 })).status).toBe(201)
  })
})

/** By Node's own reader: what it makes of the body decides whether the request is the same. */
function statusFor(edited: string): number {
  try {
    return isDeepStrictEqual(JSON.parse(edited), session) ? 201 : 409
  } catch {
    return 400
  }
}
