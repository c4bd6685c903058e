/** The last use and the expiration of API keys. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keyRecord } from '../../src/cli/records.ts'
import { newSecretKey } from '../../src/cli/secret-key.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'

let world: TestApp
const secretKey = newSecretKey('test')
beforeEach(async () => {
  world = await openTestApp()
})
afterEach(() => world.close())

const list = () => world.call('GET', '/v1/payments', undefined, { authorization: `Bearer ${secretKey}` })

async function add(life: Readonly<{ expiresAtMs: number | null }>) {
  const key = { ...keyRecord(secretKey, world.merchantId, 'test'), ...life }
  await world.app.storage.addApiKey(key)
  return key
}

it('a key that has expired is refused', async () => {
  const { clock } = world
  await add({ expiresAtMs: clock.nowMs() + 1_000 })
  expect((await list()).status).toBe(200)
  await clock.advance(1_000)
  expect((await list()).status).toBe(401)
})

it('a key has the hour of its last use', async () => {
  const { app, clock } = world
  const { id } = await add({ expiresAtMs: null })
  const lastUse = async () =>
    (await app.storage.listApiKeys(null)).find((key) => key.id === id)?.lastUsedAtMs ?? null
  expect(await lastUse()).toBeNull()
  const firstMs = clock.nowMs()
  await list()
  await expect.poll(lastUse).toBe(firstMs)
  await clock.advance(3_600_000)
  await list()
  await expect.poll(lastUse).toBe(firstMs + 3_600_000)
})
