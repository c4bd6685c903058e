/** Deliveries in SQLite as the API shows them, and sending events again. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
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
import type { Connection } from './connection.ts'
import { numbered, placeholder } from './dialect.ts'
import { type IdempotencyStatements, keepResponse } from './idempotency.ts'

type SendingStatements = ReturnType<typeof prepareSendings>
type Statements = SendingStatements & IdempotencyStatements

export function prepareSendings(database: DatabaseSync) {
  const lists = new Map<string, StatementSync>()
  return {
    findDeliveries: database.prepare(findDeliveriesText(numbered, '(select value from json_each(?2))')),
    listAttempts: database.prepare(listAttemptsText(placeholder)),
    resend: database.prepare(resendText(numbered)),
    addResend: database.prepare(addResendText(placeholder)),
    listResends: database.prepare(listResendsText(placeholder)),
    purgeResends: database.prepare(purgeResendsText(placeholder)),
    recover: database.prepare(recoverText(numbered)),
    leftToRecover: database.prepare(leftToRecoverText(placeholder)),
    testEvent: database.prepare(testEventText(placeholder)),
    testDelivery: database.prepare(testDeliveryText(placeholder)),
    /** There are many, and few of them are used. */
    deliveryList: (text: string): StatementSync => {
      const statement = lists.get(text) ?? database.prepare(text)
      lists.set(text, statement)
      return statement
    },
  }
}

export function sendingStorage(connection: Connection<Statements>): SendingStorage {
  return {
    findDelivery: async (endpointId, eventId) =>
      connection.read((statements) => found(statements, [endpointId], eventId)[0] ?? null),
    listDeliveries: async (query) =>
      connection.read(({ deliveryList }) => {
        const statement = deliveryList(deliveryListText(numbered, shapeOf(query)))
        const all = statement.all(...deliveryListValues(query)) as unknown as readonly ShownDeliveryRow[]
        const { rows, hasMore } = takeDeliveries(all, query)
        return { deliveries: rows.map(shownDeliveryOf), hasMore }
      }),
    listAttempts: async (endpointId, eventId) =>
      connection.read(({ listAttempts }) => listAttempts.all(endpointId, eventId).map(attemptOf)),
    addTestEvent: (test) => connection.write((statements) => addTest(statements, test)),
    resendEvent: (resending) => orKeyTaken(connection.write((statements) => resend(statements, resending))),
    listResends: async ({ merchantId, mode, after, limit }) =>
      connection.read(({ listResends }) => listResends.all(merchantId, mode, after, limit).map(resendOf)),
    purgeResends: (requestedBeforeMs, limit) =>
      connection.write(({ purgeResends }) =>
        Number(purgeResends.run(ulidTime(requestedBeforeMs), limit).changes),
      ),
    recoverDeliveries: (recovery) =>
      orKeyTaken(connection.write((statements) => recover(statements, recovery))),
  }
}

function found(
  { findDeliveries }: SendingStatements,
  endpointIds: readonly string[],
  eventId: string,
): readonly Delivery[] {
  const rows = findDeliveries.all(eventId, JSON.stringify(endpointIds))
  return (rows as unknown as readonly ShownDeliveryRow[]).map(shownDeliveryOf)
}

function addTest(
  statements: Statements,
  { endpoint, event, idempotency }: TestSending,
): 'saved' | 'idempotency_key_taken' {
  if (!keepResponse(statements, idempotency)) return 'idempotency_key_taken'
  const { id, merchantId, mode } = endpoint
  statements.testEvent.run(merchantId, mode, event.id, testEventType, event.createdAtMs, event.body)
  statements.testDelivery.run(id, event.id, event.createdAtMs)
  return 'saved'
}

function resend(statements: Statements, resending: Resending): readonly Delivery[] {
  const { owner, event, endpointId, atMs, keep } = resending
  statements.addResend.run(...resendValues(resending))
  const rows = statements.resend.all(owner.merchantId, owner.mode, event.id, atMs, event.type, endpointId)
  const ids = (rows as unknown as readonly { endpoint_id: string }[]).map((row) => row.endpoint_id)
  const deliveries = found(statements, ids, event.id)
  refuseTakenKey(keepResponse(statements, keep(deliveries)))
  return deliveries
}

function recover(
  statements: Statements,
  { endpointId, fromMs, beforeMs, atMs, limit, keep }: Recovery,
): Recovered {
  const times = { createdFromMs: fromMs, createdBeforeMs: beforeMs }
  const { above, below } = eventRange({ startingAfter: null, endingBefore: null, ...times })
  const { changes } = statements.recover.run(endpointId, above, below, atMs, limit)
  const hasMore = statements.leftToRecover.get(endpointId, above, below) !== undefined
  const recovered = { recovered: Number(changes), hasMore }
  refuseTakenKey(keepResponse(statements, keep(recovered)))
  return recovered
}
