/**
 * Switches callbacks on and off for a merchant: each payment's events are then sent to its `callback_url`, by an endpoint
 * without a URL of its own, which only the operator can create.
 */
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import type { Owner } from '../../ports/event-storage.ts'
import type { Storage } from '../../ports/storage.ts'
import { stopEndpoint } from './manage-endpoint.ts'
import { type EndpointMaker, newEndpoint } from './new-endpoint.ts'

/** The merchant's endpoint without a URL; null if callbacks are off. */
export async function findCallbackEndpoint(
  storage: Pick<Storage, 'listEndpoints'>,
  owner: Owner,
): Promise<WebhookEndpoint | null> {
  return (await storage.listEndpoints(owner)).find(({ url }) => url === null) ?? null
}

/** Null if it was switched on already. The secret is in the clear, and cannot be read again. */
export async function startCallbacks(
  parts: EndpointMaker & Readonly<{ storage: Pick<Storage, 'addEndpoint'> }>,
  owner: Owner,
): Promise<Readonly<{ endpointId: string; secret: string }> | null> {
  const { endpoint, secret } = newEndpoint(parts, owner, { url: null, events: 'all', description: null })
  const added = await parts.storage.addEndpoint(endpoint, 1, null)
  return added === 'saved' ? { endpointId: endpoint.id, secret } : null
}

/** What still waits to be sent is skipped. Null if it was switched off already. */
export async function stopCallbacks(
  parts: Parameters<typeof stopEndpoint>[0],
  owner: Owner,
): Promise<string | null> {
  const endpoint = await findCallbackEndpoint(parts.storage, owner)
  if (endpoint === null) return null
  const nothing = () => ({ response: null, record: null })
  const stopped = await stopEndpoint(parts, endpoint, 'delete', nothing)
  return stopped.kind === 'done' ? endpoint.id : null
}
