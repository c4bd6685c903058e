/** The webhook endpoints of all merchants in both modes. */
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import type { Storage } from '../../ports/storage.ts'

export async function everyEndpoint(
  storage: Pick<Storage, 'listMerchants' | 'listEndpoints'>,
): Promise<readonly WebhookEndpoint[]> {
  const endpoints: WebhookEndpoint[] = []
  for (const { id: merchantId } of await storage.listMerchants())
    for (const mode of ['test', 'live'] as const)
      endpoints.push(...(await storage.listEndpoints({ merchantId, mode })))
  return endpoints
}
