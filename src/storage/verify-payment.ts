/**
 * Whether the stored payment matches its events: their chain of hashes is unbroken, and the rows contain the state that the
 * core computes from them. Pure, and the same for every engine.
 */
import { apply, create } from '../core/payment/apply.ts'
import type { PaymentEvent } from '../core/payment/events.ts'
import { type Payment, wakeAtMs } from '../core/payment/payment.ts'
import { publicFactsOf } from '../core/public-events.ts'
import { chainHash, chainStart } from './event-chain.ts'
import { brokenPersonalData, reunite } from './personal-data.ts'
import {
  attemptFixedColumns,
  attemptKeyColumns,
  attemptStateColumns,
  attemptValues,
} from './rows/attempt-row.ts'
import type { Value } from './rows/card-row.ts'
import { stateColumns, stateValues, termsColumns, termsValues } from './rows/payment-row.ts'
import { refundFixedColumns, refundKeyColumns, refundStateColumns, refundValues } from './rows/refund-row.ts'

export type Row = Readonly<Record<string, Value | boolean>>
/** `personal_data` is the event's row in that table; null if it has none. */
export type EventRow = Readonly<{
  version: number
  position: number
  body: string
  personal_data: string | null
  hash: string
}>

/** In the order of their numbers, positions and versions. */
export type StoredPayment = Readonly<{
  payment: Row
  attempts: readonly Row[]
  refunds: readonly Row[]
  events: readonly EventRow[]
  publicEvents: readonly PublicEventRow[]
}>

export type PublicEventRow = Readonly<{ id: string; type: string; payment_version: number }>

/** The first difference in words, without values; null if there is none. */
export function differenceOf(stored: StoredPayment): string | null {
  const { payment, events } = stored
  return (
    brokenLink(events, payment.event_hash ?? null) ??
    brokenPart(events, payment.personal_data_removed_at_ms !== null) ??
    brokenState(stored) ??
    brokenPublicEvent(stored)
  )
}

function brokenLink(events: readonly EventRow[], head: Row[string]): string | null {
  if (events.length === 0) return 'has no events'
  let hash = chainStart
  let [version, position] = [0, 0]
  for (const event of events) {
    const name = `event ${event.version}.${event.position}`
    const follows = event.version > version ? event.position === 0 : event.position === position + 1
    if (!follows) return `an event before ${name} is missing`
    hash = chainHash(hash, event.body)
    if (hash !== event.hash) return `${name} was changed, or an event before it was changed or removed`
    ;[version, position] = [event.version, event.position]
  }
  return hash === head ? null : 'the newest events were removed, or the hash of the payment was changed'
}

function brokenPart(events: readonly EventRow[], isRemoved: boolean): string | null {
  for (const { version, position, body, personal_data: personalData } of events) {
    const broken = brokenPersonalData(body, personalData, isRemoved)
    if (broken !== null) return `the personal data of event ${version}.${position} ${broken}`
  }
  return null
}

function brokenState({ payment, attempts, refunds, events }: StoredPayment): string | null {
  const rebuilt = rebuild(events)
  if (typeof rebuilt === 'string') return rebuilt
  return (
    brokenPayment(payment, rebuilt, events.at(-1)?.version ?? 0) ??
    brokenParts('attempts', attemptColumns, attempts, attemptsOf(rebuilt)) ??
    brokenParts('refunds', refundColumns, refunds, refundsOf(rebuilt))
  )
}

/** Old ones are removed, so that some are missing means nothing. */
function brokenPublicEvent({ events, publicEvents }: StoredPayment): string | null {
  const baseless = publicEvents.find(({ type, payment_version: version }) => {
    const causes = events.filter((event) => event.version === version)
    const facts = publicFactsOf(causes.map(({ body }) => JSON.parse(body) as PaymentEvent))
    return !facts.some((fact) => fact.type === type)
  })
  return baseless === undefined ? null : `nothing has happened that ${baseless.id} tells`
}

/** Events of one version were one decision. */
function rebuild(events: readonly EventRow[]): Payment | string {
  try {
    const decisions = Map.groupBy(events, ({ version }) => version)
    let payment: Payment | null = null
    for (const decision of decisions.values()) {
      const [first, ...others] = decision.map(({ body, personal_data }) => reunite(body, personal_data))
      if (payment === null) {
        if (first?.type !== 'payment_created') return 'the first event is not its creation'
        payment = others.length === 0 ? create(first) : apply(create(first), others as PaymentEvent[])
      } else {
        payment = apply(payment, [first, ...others] as PaymentEvent[])
      }
    }
    return payment ?? 'has no events'
  } catch (error) {
    return `the events do not add up: ${error instanceof Error ? error.message : 'fault'}`
  }
}

const paymentRowColumns = [...termsColumns, ...stateColumns]
/** Workers change these without an event. */
const leaseColumns: ReadonlySet<string> = new Set(['version', 'epoch', 'wake_at_ms', 'event_hash'])

function brokenPayment(row: Row, rebuilt: Payment, lastVersion: number): string | null {
  if (Number(row.version) < lastVersion) return 'payments.version is older than the events'
  if ((row.wake_at_ms === null) !== (wakeAtMs(rebuilt) === null)) {
    return 'payments.wake_at_ms does not fit the state'
  }
  const values = [...termsValues(rebuilt), ...stateValues(rebuilt, '')]
  const column = paymentRowColumns.find(
    (name, index) => !leaseColumns.has(name) && row[name] !== values[index],
  )
  return column === undefined ? null : `payments.${column} is not what the events say`
}

const attemptColumns = [...attemptKeyColumns, ...attemptFixedColumns, ...attemptStateColumns]
const refundColumns = [...refundKeyColumns, ...refundFixedColumns, ...refundStateColumns]

function attemptsOf(payment: Payment): readonly (Value | boolean)[][] {
  return payment.attempts.map((attempt) => attemptValues(payment.id, attempt))
}

function refundsOf(payment: Payment): readonly (Value | boolean)[][] {
  return payment.refunds.map((refund, index) => refundValues(payment.id, index + 1, refund))
}

function brokenParts(
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
  expected: readonly (Value | boolean)[][],
): string | null {
  if (rows.length !== expected.length) {
    return `${table}: there are ${rows.length}, and the events say ${expected.length}`
  }
  for (const [index, row] of rows.entries()) {
    const column = columns.find((name, at) => row[name] !== expected[index]?.[at])
    if (column !== undefined) return `${table}.${column} of number ${index + 1} is not what the events say`
  }
  return null
}
