/** Deliveries in PostgreSQL as the API shows them, and sending events again. */
import type { IdempotencyRecord } from '../../core/idempotency-record.ts'
import { testEventType } from '../../core/public-events.ts'
import type { Delivery } from '../../core/webhook/delivery.ts'
import { ulidTime } from '../../platform/ids.ts'
import type {
  Recovered,
  Recovery,
  Resending,
  SendingStorage,
  TestSending,
} from '../../ports/sending-storage.ts'
import {
  deliveryListText,
  deliveryListValues,
  findDeliveriesText,
  listAttemptsText,
  shapeOf,
  takeDeliveries,
} from '../delivery-lists.ts'
import { eventRange } from '../event-lists.ts'
import { orKeyTaken, refuseTakenKey } from '../key-taken.ts'
import { idempotencyRecordValues } from '../rows/idempotency-record-row.ts'
import { attemptOf, type ShownDeliveryRow, shownDeliveryOf } from '../rows/shown-delivery-row.ts'
import {
  addResendText,
  leftToRecoverText,
  listResendsText,
  purgeResendsText,
  recoverText,
  resendOf,
  resendText,
  resendValues,
  testDeliveryText,
  testEventText,
} from '../sending-texts.ts'
import type { Ask, Connection, Rows } from './connection.ts'
import { arrayOf, canBeStored, placeholder } from './dialect.ts'
import { keepText, recordColumns } from './idempotency.ts'

const attemptsText = listAttemptsText(placeholder)
const keepOneText = keepText(`select ${recordColumns.map((_, index) => placeholder(index + 1)).join(', ')}`)
const foundText = findDeliveriesText(placeholder, '(select unnest($2::text[]))')

const shown = (rows: Rows): readonly Delivery[] =>
  (rows as unknown as readonly ShownDeliveryRow[]).map(shownDeliveryOf)

export function sendingStorage(connection: Connection): SendingStorage {
  return {
    findDelivery: async (endpointId, eventId) => {
      if (!canBeStored(endpointId + eventId)) return null
      return shown(await connection.read(foundText, [eventId, arrayOf([endpointId])]))[0] ?? null
    },
    listDeliveries: async (query) => {
      const text = deliveryListText(placeholder, shapeOf(query))
      const { rows, hasMore } = takeDeliveries(await connection.read(text, deliveryListValues(query)), query)
      return { deliveries: shown(rows as unknown as Rows), hasMore }
    },
    listAttempts: async (endpointId, eventId) =>
      (await connection.read(attemptsText, [endpointId, eventId])).map(attemptOf),
    addTestEvent: (test) => orKeyTaken(connection.transact((ask) => addTest(ask, test))),
    resendEvent: (resending) => orKeyTaken(connection.transact((ask) => resend(ask, resending))),
    listResends: async ({ merchantId, mode, after, limit }) =>
      (await connection.read(listResendsText(placeholder), [merchantId, mode, after, limit])).map(resendOf),
    purgeResends: async (requestedBeforeMs, limit) =>
      (await connection.write(purgeResendsText(placeholder), [ulidTime(requestedBeforeMs), limit])).count,
    recoverDeliveries: (recovery) => orKeyTaken(connection.transact((ask) => recover(ask, recovery))),
  }
}

/** Waits for another request with the same key. */
export async function keepRecord(ask: Ask, record: IdempotencyRecord | null): Promise<void> {
  if (record === null) return
  refuseTakenKey((await ask(keepOneText, idempotencyRecordValues(record))).length === 1)
}

async function addTest(ask: Ask, { endpoint, event, idempotency }: TestSending): Promise<'saved'> {
  const { id, merchantId, mode } = endpoint
  await keepRecord(ask, idempotency)
  const { createdAtMs, body } = event
  await ask(testEventText(placeholder), [merchantId, mode, event.id, testEventType, createdAtMs, body])
  await ask(testDeliveryText(placeholder), [id, event.id, createdAtMs])
  return 'saved'
}

async function resend(ask: Ask, resending: Resending): Promise<readonly Delivery[]> {
  const { owner, event, endpointId, atMs, keep } = resending
  await ask(addResendText(placeholder), resendValues(resending))
  const values = [owner.merchantId, owner.mode, event.id, atMs, event.type, endpointId]
  const rows = await ask(resendText(placeholder), values)
  const ids = rows.map(({ endpoint_id: id }) => String(id))
  const deliveries = shown(await ask(foundText, [event.id, arrayOf(ids)]))
  await keepRecord(ask, keep(deliveries))
  return deliveries
}

async function recover(ask: Ask, recovery: Recovery): Promise<Recovered> {
  const { endpointId, fromMs, beforeMs, atMs, limit, keep } = recovery
  const times = { createdFromMs: fromMs, createdBeforeMs: beforeMs }
  const { above, below } = eventRange({ startingAfter: null, endingBefore: null, ...times })
  const { count } = await ask(recoverText(placeholder), [endpointId, above, below, atMs, limit])
  const left = await ask(leftToRecoverText(placeholder), [endpointId, above, below])
  const recovered = { recovered: count, hasMore: left.length > 0 }
  await keepRecord(ask, keep(recovered))
  return recovered
}
