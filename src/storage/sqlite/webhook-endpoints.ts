/** Webhook endpoints in SQLite, and the deliveries that an event begins with. */
import type { DatabaseSync } from 'node:sqlite'
import type { PublicEvent } from '../../core/public-events.ts'
import type { Change } from '../../ports.ts'
import type { EndpointStorage } from '../../webhook-storage.ts'
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
import { addingValues, changingValues } from '../rows/endpoint-values.ts'
import { type WebhookEndpointRow, webhookEndpointOf } from '../rows/webhook-endpoint-row.ts'
import type { Connection } from './connection.ts'
import { placeholder } from './dialect.ts'

export type WebhookEndpointStatements = ReturnType<typeof prepareWebhookEndpoints>

export function prepareWebhookEndpoints(database: DatabaseSync) {
  return {
    addEndpoint: database.prepare(addEndpointText(placeholder)),
    findEndpoint: database.prepare(findEndpointText(placeholder)),
    listEndpoints: database.prepare(listEndpointsText(placeholder)),
    changeEndpoint: database.prepare(changeEndpointText(placeholder)),
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

export function webhookEndpointStorage(connection: Connection<WebhookEndpointStatements>): EndpointStorage {
  return {
    addEndpoint: (endpoint, limit) =>
      connection.write(({ addEndpoint }) => addEndpoint.run(...addingValues(endpoint, limit)).changes === 1),
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
    changeEndpoint: (after) =>
      connection.write(({ changeEndpoint }) => changeEndpoint.run(...changingValues(after)).changes === 1),
    disableEndpoint: (id, reason, atMs) =>
      connection.write(({ disableEndpoint }) => disableEndpoint.run(atMs, reason, id).changes === 1),
  }
}
