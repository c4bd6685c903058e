/** A gateway that cannot open the secrets of its webhook endpoints would let every delivery fail. */
import type { App } from '../app/app.ts'
import { ConfigRefused } from '../config/read-config.ts'
import { findLostSecrets } from '../operations/replace-lost-secrets.ts'
import { everyEndpoint } from '../operations/webhooks/every-endpoint.ts'

export async function requireEncryptionKey({
  gateway: { secrets },
  storage,
}: Readonly<{ gateway: Pick<App['gateway'], 'secrets'>; storage: App['storage'] }>): Promise<void> {
  if (secrets === null) {
    if ((await everyEndpoint(storage)).length > 0)
      throw new ConfigRefused(['ENCRYPTION_KEY must be set, because merchants have webhook endpoints'])
  } else if ((await findLostSecrets({ storage, secrets })).length > 0)
    throw new ConfigRefused([
      'ENCRYPTION_KEY must contain every key that secrets of webhook endpoints were encrypted with: add the previous one after a comma. Before you remove it, run "flowlix secrets reencrypt". If it is lost, run "flowlix secrets replace-lost"',
    ])
}
