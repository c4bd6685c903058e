/** Webhook endpoints in PostgreSQL, and the deliveries that an event begins with. */
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
import { orKeyTaken } from '../key-taken.ts'
import { addingValues, changingValues } from '../rows/endpoint-values.ts'
import { type WebhookEndpointRow, webhookEndpointOf } from '../rows/webhook-endpoint-row.ts'
import type { Connection, Rows } from './connection.ts'
import { canBeStored, placeholder, rowsIn } from './dialect.ts'
import { keepRecord } from './sendings.ts'

const addText = addEndpointText(placeholder)
/** Exported for the test that asks the planner. */
export const findText = findEndpointText(placeholder)
const listText = listEndpointsText(placeholder)
const changeText = changeEndpointText(placeholder)
const lockMerchantText = 'select from merchants where id = $1 for no key update'
const disableText = disableEndpointText(placeholder)

/** Of the events in `published`, whose rows in `parameter` say whether their payments have a callback URL. */
export function addDeliveriesText(parameter: string, published: string): string {
  return `insert into webhook_deliveries (${deliveryColumns})
    select ${newDeliveryText('e.id', 'e.payment_number', 'e.payment_version', 'e.created_at_ms')}
    from ${published} e
    join ${rowsIn(parameter, 'told', ['id', 'has_callback'], { has_callback: 'boolean' })} on told.id = e.id
    join webhook_endpoints w on w.merchant_id = e.merchant_id and w.mode = e.mode
    where ${isToldText('e.type', 'told.has_callback')}`
}

export function webhookEndpointStorage(connection: Connection): EndpointStorage {
  const endpointsIn = (rows: Rows) =>
    connection.reading(() => (rows as unknown as readonly WebhookEndpointRow[]).map(webhookEndpointOf))
  return {
    addEndpoint: (endpoint, limit, idempotency) =>
      orKeyTaken(
        connection.transact(async (ask) => {
          // Two that count at the same time would both find room for one more.
          await ask(lockMerchantText, [endpoint.merchantId])
          if ((await ask(addText, addingValues(endpoint, limit))).count === 0) return 'limit_reached'
          await keepRecord(ask, idempotency)
          return 'saved'
        }),
      ),
    findEndpoint: async ({ merchantId, mode }, id) =>
      canBeStored(id)
        ? (endpointsIn(await connection.read(findText, [merchantId, mode, id]))[0] ?? null)
        : null,
    listEndpoints: async ({ merchantId, mode }) =>
      endpointsIn(await connection.read(listText, [merchantId, mode])),
    changeEndpoint: (after, idempotency) =>
      orKeyTaken(
        connection.transact(async (ask) => {
          if ((await ask(changeText, changingValues(after))).count === 0) return 'lost_race'
          await keepRecord(ask, idempotency)
          return 'saved'
        }),
      ),
    disableEndpoint: async (id, reason, atMs) =>
      (await connection.write(disableText, [atMs, reason, id])).count === 1,
  }
}
