/** How this gateway tells merchants of events. */

import { productionSchedule, sandboxSchedule } from '../core/webhook/retry-schedule.ts'
import type { Webhooks } from '../operations/gateway.ts'
import { type Network, parseNetwork } from '../platform/ip-address.ts'
import { SecretBox } from '../platform/secret-box.ts'
import type { Storage } from '../ports/storage.ts'
import { nameResolver } from '../webhooks/resolve-name.ts'
import { HttpWebhookSender } from '../webhooks/webhook-sender.ts'
import type { AppOptions } from './options.ts'

/** Where the shop that a developer writes is. */
const loopback: readonly Network[] = ['127.0.0.0/8', '::1'].flatMap((text) => parseNetwork(text) ?? [])

export function createWebhooks({ isSandbox, webhooks }: AppOptions): Webhooks {
  const { allowedNetworks, proxy } = webhooks
  const http = new HttpWebhookSender({
    rules: {
      allowedNetworks: isSandbox ? [...loopback, ...allowedNetworks] : allowedNetworks,
      resolve: nameResolver(),
    },
    proxy,
  })
  return {
    targets: http,
    sender: http,
    schedule: isSandbox ? sandboxSchedule : productionSchedule,
    givesUp: !isSandbox,
  }
}

/** In the sandbox, the key is kept beside what it seals: nobody has to set one to try webhooks. */
export async function secretsOf(
  { isSandbox, encryptionKeys }: Pick<AppOptions, 'isSandbox' | 'encryptionKeys'>,
  storage: Storage,
): Promise<SecretBox | null> {
  if (!isSandbox) return encryptionKeys.length > 0 ? new SecretBox(encryptionKeys) : null
  const own = Buffer.from(await storage.installationSecret('encryption'), 'hex')
  return new SecretBox([...encryptionKeys, own])
}
