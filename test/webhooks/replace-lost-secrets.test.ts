/** Secrets of webhook endpoints that were encrypted with a key that nobody has anymore. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WebhookEndpoint } from '../../src/core/webhook/endpoint.ts'
import { findLostSecrets, replaceLostSecrets } from '../../src/operations/replace-lost-secrets.ts'
import { SecretBox } from '../../src/platform/secret-box.ts'
import { systemRandom as random } from '../../src/platform/system-random.ts'
import type { Storage } from '../../src/ports/storage.ts'
import { openShop, production, type Shop } from './shop.ts'

const [lost, kept] = [7, 8].map((byte) => new SecretBox([new Uint8Array(32).fill(byte)])) as [
  SecretBox,
  SecretBox,
]
let shop: Shop
let storage: Storage
beforeEach(async () => {
  shop = await openShop({ ...production, encryptionKeys: [new Uint8Array(32).fill(7)] })
  storage = shop.gateway.app.storage
})
afterEach(() => shop.close())

const parts = () => ({ storage, secrets: kept, random })

/** An endpoint with these boxes' secrets. */
async function endpointOf(current: SecretBox, previous: SecretBox | null): Promise<WebhookEndpoint> {
  const id = await shop.addEndpoint({
    secret: current.seal('whsec_current', 'we_1'),
    previousSecret: previous?.seal('whsec_previous', 'we_1') ?? null,
    previousSecretUntilMs: previous === null ? null : 1,
  })
  expect(id).toBe('we_1')
  const endpoint = await shop.endpoint(id)
  if (endpoint === null) throw new Error('there is no endpoint')
  return endpoint
}

const after = async ({ merchantId, mode, id }: WebhookEndpoint): Promise<WebhookEndpoint> => {
  const found = await storage.findEndpoint({ merchantId, mode }, id)
  if (found === null) throw new Error('there is no such endpoint')
  return found
}

it('are replaced, also the previous one', async () => {
  const endpoint = await endpointOf(lost, lost)
  expect(await findLostSecrets(parts())).toEqual([endpoint])
  expect(await replaceLostSecrets(parts(), endpoint)).toBe(true)
  const { id, secret, ...changed } = await after(endpoint)
  expect(kept.open(secret, id)).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(changed).toMatchObject({ previousSecret: null, previousSecretUntilMs: null })
  expect(await findLostSecrets(parts())).toEqual([])
})

it('are replaced without the ones that a key still decrypts', async () => {
  const previousLost = await endpointOf(kept, lost)
  expect(await replaceLostSecrets(parts(), previousLost)).toBe(true)
  expect(await after(previousLost)).toMatchObject({ secret: previousLost.secret, previousSecret: null })
})

it('are replaced while the previous secret, which a key still decrypts, keeps signing', async () => {
  const currentLost = await endpointOf(lost, kept)
  expect(await replaceLostSecrets(parts(), currentLost)).toBe(true)
  const { id, secret, previousSecret, previousSecretUntilMs } = await after(currentLost)
  expect(kept.open(secret, id)).not.toBe('whsec_current')
  expect({ previousSecret, previousSecretUntilMs }).toEqual({
    previousSecret: currentLost.previousSecret,
    previousSecretUntilMs: 1,
  })
})

it('are not replaced where someone else changes the endpoint at the same moment', async () => {
  const endpoint = await endpointOf(lost, null)
  const changed = {
    ...endpoint,
    secret: kept.seal('whsec_other', endpoint.id),
    version: endpoint.version + 1,
  }
  expect(await storage.changeEndpoint(changed, null)).toBe('saved')
  expect(await replaceLostSecrets(parts(), endpoint)).toBe(false)
  expect(await after(endpoint)).toEqual(changed)
})
