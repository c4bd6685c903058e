/**
 * A direct payment: created with its attempt in one commit, then responded to immediately; the outcome follows. If the
 * process dies in between, the card data is lost with it, and a worker ends the payment.
 */

import type { AttemptAcquirer } from '../core/attempt/attempt.ts'
import type { Card } from '../core/card/card.ts'
import type { SecretCard } from '../core/card/secret-card.ts'
import type { DeclineCode } from '../core/decline.ts'
import { type Merchant, shownNames } from '../core/merchant.ts'
import { apply, create } from '../core/payment/apply.ts'
import { decide } from '../core/payment/decide.ts'
import type { PaymentCreated } from '../core/payment/events.ts'
import { customerOf, type Payment } from '../core/payment/payment.ts'
import { chooseAcquirer } from './acquirer/acquirers.ts'
import { contextOf } from './change-payment.ts'
import { type CreateResult, type PaymentRequest, termsOf } from './create-payment.ts'
import type { Gateway } from './gateway.ts'
import type { Respond } from './respond.ts'
import { orWipe, recordAnswer, runAttempt } from './submit-card.ts'

export type DirectCard = Readonly<{
  card: SecretCard
  /** The part of the card that is stored. */
  cardSummary: Card
  /** Why the card cannot be used, as far as that is known without the acquirer; null if it must be asked. */
  declineCode: DeclineCode | null
  merchant: Merchant | null
}>

/** Resolves once the attempt is saved; the card is charged after that. Throws as `chooseAcquirer` does, with nothing saved. */
export function payDirectly<Response>(
  gateway: Gateway,
  request: PaymentRequest,
  direct: DirectCard,
  respond: Respond<Response>,
): Promise<CreateResult<Response>> {
  return orWipe(direct.card, createAndPay(gateway, request, direct, respond))
}

async function createAndPay<Response>(
  gateway: Gateway,
  request: PaymentRequest,
  direct: DirectCard,
  respond: Respond<Response>,
): Promise<CreateResult<Response>> {
  const acquirer = chooseAcquirer(gateway, request.mode, direct.merchant)
  const begunMs = gateway.clock.monotonicMs()
  const started = start(gateway, request, direct.cardSummary, acquirer)
  const { payment } = started
  const { response, record } = respond(payment)
  const saved = await gateway.storage.create({ ...started, idempotency: record })
  if (saved !== 'saved' || direct.declineCode !== null) direct.card.wipe()
  if (saved !== 'saved') return { kind: saved }
  void gateway.running.track(finish(gateway, payment, direct, begunMs))
  return { kind: 'created', payment, response }
}

function start(gateway: Gateway, request: PaymentRequest, cardSummary: Card, acquirer: AttemptAcquirer) {
  const context = contextOf(gateway)
  const terms = termsOf(gateway, request, 'direct', gateway.time.creationMs())
  const event: PaymentCreated = {
    type: 'payment_created',
    terms,
    customer: request.customer === null ? null : customerOf(request.customer),
    card: null,
    atMs: terms.createdAtMs,
  }
  const created = create(event)
  const decision = decide(
    created,
    { type: 'start_attempt', number: 1, card: cardSummary, customer: null, ...acquirer },
    context,
  )
  if ('refusal' in decision) throw new Error(`a new payment refused its attempt: ${decision.refusal}`)
  return { event, events: decision.events, payment: apply(created, decision.events) }
}

function finish(gateway: Gateway, payment: Payment, direct: DirectCard, begunMs: number): Promise<Payment> {
  const { declineCode, card } = direct
  return declineCode === null
    ? runAttempt(gateway, payment, { card, ...shownNames(direct.merchant), browser: null }, begunMs)
    : recordAnswer(gateway, payment, 1, { kind: 'declined', declineCode, country: null })
}
