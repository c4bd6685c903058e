/** `flowlix serve` needs the key of the secrets that its database has. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { requireEncryptionKey } from '../../src/cli/require-encryption-key.ts'
import { SecretBox } from '../../src/platform/secret-box.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'

let app: TestApp
beforeEach(async () => {
  app = await openTestApp()
})
afterEach(() => app.close())

const start = (secrets = app.app.gateway.secrets) =>
  requireEncryptionKey({ gateway: { ...app.app.gateway, secrets }, storage: app.app.storage })

it('starts without the key as long as there is no endpoint', async () => {
  await expect(start(null)).resolves.toBeUndefined()
})

it('does not start without the key, or with another one, once there is an endpoint', async () => {
  await app.call('POST', '/v1/webhook_endpoints', { url: 'http://localhost:9999/' })
  await expect(start()).resolves.toBeUndefined()
  await expect(start(null)).rejects.toThrow('ENCRYPTION_KEY must be set, because')
  const other = new SecretBox([new Uint8Array(32)])
  await expect(start(other)).rejects.toThrow('ENCRYPTION_KEY must contain every key')
})
