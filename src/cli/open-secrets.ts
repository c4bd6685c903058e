/** What opens and seals the secrets of the gateway whose database a command works on. */
import { secretsOf } from '../app/webhooks.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import type { Storage } from '../ports/storage.ts'
import type { Context } from './command.ts'
import { requireEncryptionKey } from './require-encryption-key.ts'

/** Null if there is no key. Throws if it is not the one that the database needs. */
export async function openSecrets(storage: Storage, { config }: Context): Promise<SecretBox | null> {
  const { encryptionKeys } = config
  const { kind } = await storage.installation()
  const secrets = await secretsOf({ isSandbox: kind === 'sandbox', encryptionKeys }, storage)
  await requireEncryptionKey({ gateway: { secrets }, storage })
  return secrets
}
