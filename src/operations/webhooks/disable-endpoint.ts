/** Disables an endpoint that does not work. What waits for it is skipped, and can be recovered later. */
import type { DisabledReason } from '../../core/webhook/endpoint.ts'
import type { Gateway } from '../gateway.ts'

const skippedAtOnce = 500

/** Does nothing if the endpoint is already disabled or deleted. */
export async function disableEndpoint(gateway: Gateway, id: string, reason: DisabledReason): Promise<void> {
  const { storage, clock, log } = gateway
  if (!(await storage.disableEndpoint(id, reason, clock.nowMs()))) return
  const fields = { alarm: 'webhook_endpoint_disabled', endpointId: id, reason }
  log.warn(fields, 'a webhook endpoint was disabled, because it did not work')
  await skipDeliveries(gateway, id)
}

/** A part at a time, so that nobody else waits long for the database. */
export async function skipDeliveries(
  { storage, clock }: Pick<Gateway, 'storage' | 'clock'>,
  endpointId: string,
): Promise<void> {
  let skipped: number
  do skipped = await storage.skipDeliveries(endpointId, clock.nowMs(), skippedAtOnce)
  while (skipped === skippedAtOnce)
}
