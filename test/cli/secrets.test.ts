/** A change of ENCRYPTION_KEY, as an operator makes it, on the database of a running gateway. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requireEncryptionKey } from '../../src/cli/require-encryption-key.ts'
import type { WebhookEndpoint } from '../../src/core/webhook/endpoint.ts'
import { rollSecret } from '../../src/operations/webhooks/manage-endpoint.ts'
import { SecretBox } from '../../src/platform/secret-box.ts'
import type { Storage } from '../../src/ports/storage.ts'
import { type Desk, openDesk } from '../support/typed-command.ts'
import { openShop, production, type Shop } from '../webhooks/shop.ts'

const [previous, current, other] = [7, 8, 9].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
const setting = (...keys: readonly Uint8Array[]): string =>
  keys.map((key) => Buffer.from(key).toString('base64')).join(',')

let shop: Shop
let desk: Desk
let key: string
let storage: Storage
beforeEach(async () => {
  shop = await openShop({ ...production, encryptionKeys: [previous] })
  desk = openDesk(shop.gateway.folder)
  key = await shop.gateway.newKey('test')
  storage = shop.gateway.app.storage
})
afterEach(() => shop.close())

const url = () => `http://127.0.0.1:${shop.receiver.port}/webhooks`
const reencrypt = (...keys: readonly Uint8Array[]) =>
  desk.type(['secrets', 'reencrypt'], {
    DATABASE_URL: shop.gateway.database.url,
    ENCRYPTION_KEY: setting(...keys),
  })
const replaceLost = (options: readonly string[], ...keys: readonly Uint8Array[]) =>
  desk.type(['secrets', 'replace-lost', ...options], {
    DATABASE_URL: shop.gateway.database.url,
    ENCRYPTION_KEY: setting(...keys),
  })
const create = (idempotencyKey: string) =>
  shop.gateway.call(
    'POST',
    '/v1/webhook_endpoints',
    { url: url() },
    { authorization: `Bearer ${key}`, 'idempotency-key': idempotencyKey },
  )
const created = async (idempotencyKey: string) =>
  (await (await create(idempotencyKey)).json()) as { id: string; secret: string }
const owner = () => ({ merchantId: shop.gateway.merchantId, mode: 'test' }) as const
const endpoints = () => storage.listEndpoints(owner())
const one = async (id: string): Promise<WebhookEndpoint> => {
  const found = await storage.findEndpoint(owner(), id)
  if (found === null) throw new Error('there is no such endpoint')
  return found
}
const starts = (...keys: readonly Uint8Array[]) =>
  requireEncryptionKey({ gateway: { secrets: new SecretBox(keys) }, storage })

describe('secrets reencrypt', () => {
  it('leaves nothing that needs the previous key', async () => {
    const { id, secret } = await created('first')
    await created('second')
    const endpoint = await one(id)
    // While a secret is being replaced, there are two.
    await rollSecret(shop.gateway.app.gateway, endpoint, 3_600, () => ({
      ...{ response: null, record: null },
    }))
    await expect(starts(current)).rejects.toThrow('ENCRYPTION_KEY must contain every key')
    const { code, stdout, stderr } = await reencrypt(current, previous)
    const { keyName } = new SecretBox([current])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(
      `Encrypted the secrets of 2 webhook endpoints and 2 kept responses with the key ${keyName}.`,
    )
    expect(desk.logged.at(-1)).toMatchObject({ security: 'secrets_reencrypted', object: `key ${keyName}` })
    await expect(starts(current)).resolves.toBeUndefined()
    await expect(starts(previous)).rejects.toThrow('ENCRYPTION_KEY must contain every key')
    const alone = new SecretBox([current])
    const after = await one(id)
    expect(alone.open(after.previousSecret ?? '', id)).toBe(secret)
    expect((await reencrypt(current)).stdout).toBe(
      `All secrets were already encrypted with the key ${keyName}.`,
    )
  })

  it('is not noticed by merchants: the same secrets sign, and repeated requests get the same response', async () => {
    const first = await create('first')
    const body = await first.text()
    await reencrypt(current, previous)
    await shop.gateway.app.close()
    const gateway = await openShop({
      ...production,
      encryptionKeys: [current],
      folder: shop.gateway.folder,
      databaseUrl: shop.gateway.database.url,
    })
    const again = await gateway.gateway.call(
      'POST',
      '/v1/webhook_endpoints',
      { url: url() },
      { authorization: `Bearer ${key}`, 'idempotency-key': 'first' },
    )
    expect([again.headers.get('idempotent-replayed'), await again.text()]).toEqual(['true', body])
    await gateway.cancel()
    await gateway.deliver()
    const { secret } = JSON.parse(body) as { secret: string }
    expect(await shop.events(secret)).toHaveLength(1)
    await gateway.close()
  })

  it('says so in one sentence where the keys are missing or wrong, and changes nothing', async () => {
    await created('first')
    const before = await endpoints()
    expect(await reencrypt()).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringContaining('ENCRYPTION_KEY must be set, because merchants have webhook endpoints'),
    })
    expect(await reencrypt(current, other)).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringContaining('add the previous one after a comma'),
    })
    expect(await endpoints()).toEqual(before)
  })
})

describe('secrets replace-lost', () => {
  it('lets a gateway start again whose key is lost, and a merchant who replaces the secret receives events', async () => {
    const { id } = await created('first')
    await expect(starts(current)).rejects.toThrow('run "flowlix secrets replace-lost"')
    const listed = `No key in ENCRYPTION_KEY decrypts the secrets of 1 webhook endpoint:\n  ${id}  ${shop.gateway.merchantId}  test  ${url()}`
    expect(await replaceLost(['--dry-run'], current)).toMatchObject({ code: 0, stdout: listed })
    await expect(starts(current)).rejects.toThrow('ENCRYPTION_KEY must contain every key')

    const { code, stdout } = await replaceLost(['--yes'], current)
    expect(code).toBe(0)
    expect(stdout).toContain(`${listed}\nReplaced the secrets of 1 webhook endpoint.`)
    expect(stdout).not.toContain('whsec_')
    expect(desk.logged.at(-1)).toMatchObject({ security: 'secret_replaced', object: id })
    await expect(starts(current)).resolves.toBeUndefined()

    await shop.gateway.app.close()
    const { folder, database } = shop.gateway
    const next = await openShop({
      ...production,
      encryptionKeys: [current],
      folder,
      databaseUrl: database.url,
    })
    const rolled = await next.gateway.call(
      'POST',
      `/v1/webhook_endpoints/${id}/roll_secret`,
      { expires_in: 0 },
      { authorization: `Bearer ${key}` },
    )
    const { secret } = (await rolled.json()) as { secret: string }
    await next.cancel()
    await next.deliver()
    expect(await shop.events(secret)).toHaveLength(1)
    await next.close()
  })

  it('does nothing where every secret can be decrypted', async () => {
    await created('first')
    const before = await endpoints()
    const { code, stdout } = await replaceLost(['--yes'], current, previous)
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'ENCRYPTION_KEY decrypts the secrets of all webhook endpoints. Nothing was done.',
    })
    expect(await endpoints()).toEqual(before)
  })

  it('changes nothing without a key, or without a confirmation', async () => {
    await created('first')
    const before = await endpoints()
    expect(await replaceLost(['--yes'])).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringContaining('ENCRYPTION_KEY must be set'),
    })
    expect(await replaceLost([], current)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--yes'),
    })
    expect(await endpoints()).toEqual(before)
  })
})
