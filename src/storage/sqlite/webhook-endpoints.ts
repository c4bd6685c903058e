/** Webhook endpoints in SQLite, and the deliveries that an event begins with. */
import type { DatabaseSync } from 'node:sqlite'
import type { PublicEvent } from '../../core/public-events.ts'
import type { Change } from '../../ports/storage.ts'
import type { EndpointStorage } from '../../ports/webhook-storage.ts'
import {
  addEndpointText,
  changeEndpointText,
  deliveryColumns,
  disableEndpointText,
  findEndpointText,
  isToldText,
  listEndpointsText,
  newDeliveryText,
} from '../endpoint-texts.ts'
import { orKeyTaken, refuseTakenKey } from '../key-taken.ts'
import { addingValues, changingValues } from '../rows/endpoint-values.ts'
import { type WebhookEndpointRow, webhookEndpointOf } from '../rows/webhook-endpoint-row.ts'
import type { Connection } from './connection.ts'
import { numbered, placeholder } from './dialect.ts'
import { type IdempotencyStatements, keepResponse } from './idempotency.ts'

export type WebhookEndpointStatements = ReturnType<typeof prepareWebhookEndpoints>

export function prepareWebhookEndpoints(database: DatabaseSync) {
  return {
    addEndpoint: database.prepare(addEndpointText(placeholder)),
    findEndpoint: database.prepare(findEndpointText(placeholder)),
    listEndpoints: database.prepare(listEndpointsText(placeholder)),
    changeEndpoint: database.prepare(changeEndpointText(numbered)),
    disableEndpoint: database.prepare(disableEndpointText(placeholder)),
    addDeliveries: database.prepare(`insert into webhook_deliveries (${deliveryColumns})
      select ${newDeliveryText('?1', '?2', '?3', '?4')} from webhook_endpoints w
      where w.merchant_id = ?5 and w.mode = ?6 and ${isToldText('?7', '?8')}`),
  }
}

/** Part of the write that saves the event. */
export function addDeliveries(
  { addDeliveries: add }: WebhookEndpointStatements,
  paymentNumber: number,
  { after }: Change,
  { id, type, createdAtMs }: PublicEvent,
): void {
  const hasCallback = after.callbackUrl === null ? 0 : 1
  add.run(id, paymentNumber, after.version, createdAtMs, after.merchantId, after.mode, type, hasCallback)
}

export function webhookEndpointStorage(
  connection: Connection<WebhookEndpointStatements & IdempotencyStatements>,
): EndpointStorage {
  return {
    addEndpoint: (endpoint, limit, idempotency) =>
      orKeyTaken(
        connection.write((statements) => {
          const { changes } = statements.addEndpoint.run(...addingValues(endpoint, limit))
          if (changes === 0) return 'limit_reached'
          refuseTakenKey(keepResponse(statements, idempotency))
          return 'saved'
        }),
      ),
    findEndpoint: async ({ merchantId, mode }, id) =>
      connection.read(({ findEndpoint }) => {
        const row = findEndpoint.get(merchantId, mode, id) as WebhookEndpointRow | undefined
        return row === undefined ? null : webhookEndpointOf(row)
      }),
    listEndpoints: async ({ merchantId, mode }) =>
      connection.read(({ listEndpoints }) =>
        (listEndpoints.all(merchantId, mode) as unknown as readonly WebhookEndpointRow[]).map(
          webhookEndpointOf,
        ),
      ),
    changeEndpoint: (after, idempotency) =>
      orKeyTaken(
        connection.write((statements) => {
          if (statements.changeEndpoint.run(...changingValues(after)).changes === 0) return 'lost_race'
          refuseTakenKey(keepResponse(statements, idempotency))
          return 'saved'
        }),
      ),
    disableEndpoint: (id, reason, atMs) =>
      connection.write(({ disableEndpoint }) => disableEndpoint.run(atMs, reason, id).changes === 1),
  }
}
