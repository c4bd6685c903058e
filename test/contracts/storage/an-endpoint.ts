/** An endpoint for tests of storages. */
import type { WebhookEndpoint } from '../../../src/core/webhook/endpoint.ts'
import { startMs, testMerchantId } from '../../support/payments.ts'

export const owner = { merchantId: testMerchantId, mode: 'test' } as const

export function anEndpoint(id: string, changes: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return {
    ...owner,
    id: `we_${id}`,
    url: 'https://shop.example.com/webhooks',
    events: 'all',
    description: null,
    secret: 'sealed',
    ...{ previousSecret: null, previousSecretUntilMs: null },
    ...{ disabledAtMs: null, disabledReason: null },
    ...{ failingSinceMs: null, lastSuccessAtMs: null },
    createdAtMs: startMs,
    deletedAtMs: null,
    version: 1,
    ...changes,
  }
}
