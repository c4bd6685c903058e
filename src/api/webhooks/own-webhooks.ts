/** Endpoints and deliveries of others are treated exactly like those that do not exist. */
import type { Delivery } from '../../core/webhook/delivery.ts'
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import { ApiError } from '../api-error.ts'
import type { Loader } from '../endpoint.ts'

export const ownEndpoint: Loader<WebhookEndpoint> = async (storage, key, [id = '']) => {
  const endpoint = await storage.findEndpoint(key, id)
  if (endpoint !== null) return endpoint
  throw new ApiError('resource_missing', 'No such webhook endpoint exists for this key.', 'id')
}

export const ownDelivery: Loader<Delivery> = async (storage, key, ids) => {
  const { id } = await ownEndpoint(storage, key, ids)
  const delivery = await storage.findDelivery(id, ids[1] ?? '')
  if (delivery !== null) return delivery
  throw new ApiError('resource_missing', 'No such delivery exists for this endpoint.', 'event_id')
}
