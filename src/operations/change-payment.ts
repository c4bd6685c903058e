/** The one loop that changes a payment: load, decide, save; on a lost race, load and decide again. */

import { apply } from '../core/payment/apply.ts'
import type { Command, Context } from '../core/payment/commands.ts'
import { decide } from '../core/payment/decide.ts'
import type { PaymentEvent } from '../core/payment/events.ts'
import type { Payment } from '../core/payment/payment.ts'
import type { Refusal } from '../core/payment/refusals.ts'
import type { Gateway } from './gateway.ts'
import { noResponse, type Respond } from './respond.ts'

type Changed = Readonly<{ payment: Payment; events: readonly PaymentEvent[] }>
export type ChangeResult<Response = null> =
  | (Changed & Readonly<{ kind: 'changed'; response: Response }>)
  | (Changed & Readonly<{ kind: 'unchanged' }>)
  | Readonly<{ kind: 'refused'; refusal: Refusal; payment: Payment }>
  | Readonly<{ kind: 'not_found' }>
  | Readonly<{ kind: 'idempotency_key_taken' }>

/** The payment after a change, or as it was before where the change did not find it. */
export function paymentAfter(result: ChangeResult, before: Payment): Payment {
  return 'payment' in result ? result.payment : before
}

/** Each racing writer wins once, so this many lost races in a row are a bug and not bad luck. */
const racesMax = 50

/** What a decision needs from outside, at this moment. */
export function contextOf({ installationId, time, random, rules }: Gateway): Context {
  const { nowMs, history } = time.read()
  return { installationId, nowMs, clock: history, random: random.fraction(), rules }
}

/** Rejects only with the storage's errors, or with a fault: a rule that forbids the command is a result. */
export function changePayment(gateway: Gateway, paymentId: string, command: Command): Promise<ChangeResult> {
  return changeAndRespond(gateway, paymentId, command, noResponse)
}

/** As {@link changePayment}, with the response to the request that asked for it. */
export async function changeAndRespond<Response>(
  gateway: Gateway,
  paymentId: string,
  command: Command,
  respond: Respond<Response>,
): Promise<ChangeResult<Response>> {
  for (let race = 0; race < racesMax; race++) {
    const before = await gateway.storage.findPayment(paymentId)
    if (before === null) return { kind: 'not_found' }
    const result = await tryChange(gateway, before, command, respond)
    if (result !== 'lost_race') return result
  }
  throw new Error(`payment ${paymentId} lost ${racesMax} races in a row`)
}

async function tryChange<Response>(
  gateway: Gateway,
  before: Payment,
  command: Command,
  respond: Respond<Response>,
): Promise<ChangeResult<Response> | 'lost_race'> {
  const decision = decide(before, command, contextOf(gateway))
  if ('refusal' in decision) return { kind: 'refused', refusal: decision.refusal, payment: before }
  const { events } = decision
  if (events.length === 0) return { kind: 'unchanged', payment: before, events }
  const after = { ...apply(before, events), version: before.version + 1 }
  const { response, record } = respond(after)
  const publicEvents = gateway.publicEventsOf(after, events)
  const saved = await gateway.storage.save({ before, after, events, publicEvents, idempotency: record })
  if (saved === 'saved') {
    raiseAlarms(gateway, after.id, events)
    gateway.onChange?.(after, events)
    gateway.eventListeners.tell(publicEvents)
    return { kind: 'changed', payment: after, events, response }
  }
  return saved === 'lost_race' ? saved : { kind: saved }
}

/** Someone must see what needs manual review: operators monitor the field `alarm`. */
function raiseAlarms(gateway: Gateway, paymentId: string, events: readonly PaymentEvent[]): void {
  for (const event of events) {
    if (event.type !== 'attempt_set_aside' && event.type !== 'refund_set_aside') continue
    gateway.log.error({ alarm: event.type, paymentId, cause: event.cause }, 'a payment needs manual review')
  }
}
