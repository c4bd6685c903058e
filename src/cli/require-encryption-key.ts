/** A gateway that cannot open the secrets of its webhook endpoints would let every delivery fail. */
import type { App } from '../app/app.ts'
import { ConfigRefused } from '../config/read-config.ts'

export async function requireEncryptionKey({
  gateway: { secrets },
  storage,
}: Readonly<{ gateway: Pick<App['gateway'], 'secrets'>; storage: App['storage'] }>): Promise<void> {
  for (const { id: merchantId } of await storage.listMerchants()) {
    for (const mode of ['test', 'live'] as const) {
      for (const { id, secret, previousSecret } of await storage.listEndpoints({ merchantId, mode })) {
        if (secrets === null)
          throw new ConfigRefused(['ENCRYPTION_KEY must be set, because merchants have webhook endpoints'])
        open(secrets, secret, id)
        if (previousSecret !== null) open(secrets, previousSecret, id)
      }
    }
  }
}

type Secrets = NonNullable<App['gateway']['secrets']>

function open(secrets: Secrets, sealed: string, id: string): void {
  try {
    secrets.open(sealed, id)
  } catch {
    throw new ConfigRefused([
      'ENCRYPTION_KEY must contain every key that secrets of webhook endpoints were encrypted with: add the previous one after a comma. Before you remove it, run "flowlix secrets reencrypt". If it is lost, run "flowlix secrets replace-lost"',
    ])
  }
}
