/** The operations called as the API and the page call them, without either: as fast as can be. */

import type { MethodCompletion } from '../../src/core/attempt/answers.ts'
import { isMethodPending } from '../../src/core/attempt/attempt.ts'
import type { Card } from '../../src/core/card/card.ts'
import { SecretCard } from '../../src/core/card/secret-card.ts'
import type { IdempotencyRecord } from '../../src/core/idempotency-record.ts'
import type { Merchant } from '../../src/core/merchant.ts'
import { blockingAttempt, type Payment, shownAttemptNumber } from '../../src/core/payment/payment.ts'
import { statusOf } from '../../src/core/payment/status.ts'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { chooseAcquirer } from '../../src/operations/acquirer/acquirers.ts'
import { cancelPayment } from '../../src/operations/cancel-payment.ts'
import { createHostedPayment, type PaymentRequest } from '../../src/operations/create-payment.ts'
import { extendSession } from '../../src/operations/extend-session.ts'
import { finishChallenge } from '../../src/operations/finish-challenge.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { payDirectly } from '../../src/operations/pay-directly.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import type { Respond } from '../../src/operations/respond.ts'
import { resumeAttempt } from '../../src/operations/resume-attempt.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { Clients } from './client.ts'
import { merchantId, simulatedKeyId } from './parties.ts'
import {
  type Answered,
  type CardPlan,
  type CustomerWays,
  type Form,
  holderName,
  type MerchantWays,
  type MethodPage,
  type Order,
  type Reply,
  type Seen,
} from './ways.ts'

const shownCard: Card = { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2031, country: null }

function cardThat(plan: CardPlan, formNumber: number) {
  const details = { pan: '4242424242424242', cvc: '123', expMonth: 12, expYear: 2031 }
  return new SecretCard({ ...details, holderName: holderName(plan, formNumber) })
}

export class DirectCustomerWays implements CustomerWays {
  readonly #clients: Clients

  constructor(clients: Clients) {
    this.#clients = clients
  }

  async look(paymentId: string): Promise<Seen | null> {
    const payment = await this.#hear('look', paymentId, ({ storage }) => storage.findPayment(paymentId))
    return payment === null ? null : seenOf(payment)
  }

  async pay({ paymentId, number: attemptNumber }: Form, plan: CardPlan): Promise<void> {
    const card = cardThat(plan, attemptNumber)
    const circumstances = { payee: 'Shop', statementName: 'Shop', browser: null }
    const submission = { attemptNumber, card, cardSummary: shownCard, customer: null, ...circumstances }
    await this.#hear(`submit ${attemptNumber} (${plan})`, paymentId, async (gateway) => {
      const acquirer = chooseAcquirer(gateway, 'test', this.#clients.world.merchant)
      const result = await submitCard(gateway, paymentId, { ...submission, acquirer })
      if (result.kind === 'refused') this.#clients.world.count('double_submit_refused')
      return 'payment' in result ? result.payment : null
    })
  }

  async leave({ paymentId, number }: Form): Promise<void> {
    await this.#hear('abandon', paymentId, async (gateway) => {
      const result = await abandonPayment(gateway, paymentId, number)
      return 'payment' in result ? result.payment : null
    })
  }

  async extend({ paymentId }: Form, extension: number): Promise<void> {
    await this.#hear(`extend (${extension})`, paymentId, async (gateway) => {
      const result = await extendSession(gateway, paymentId, extension)
      return 'payment' in result ? result.payment : null
    })
  }

  async comeBack({ paymentId, number }: Form, _returnTo: string, token: string): Promise<void> {
    await this.#hear('come back', paymentId, (gateway) =>
      finishChallenge(gateway, paymentId, number, new Map([['token', token]])),
    )
  }

  async endMethod({ form }: MethodPage, completion: MethodCompletion): Promise<void> {
    const { paymentId, number } = form
    await this.#hear(`end the method (${completion})`, paymentId, async (gateway) => {
      const resumed = await resumeAttempt(gateway, paymentId, number, completion)
      return resumed?.payment ?? gateway.storage.findPayment(paymentId)
    })
  }

  async #hear(
    name: string,
    paymentId: string,
    run: (gateway: Gateway) => Promise<Payment | null>,
  ): Promise<Payment | null> {
    const reply = await this.#clients.request(name, ({ gateway }) => run(gateway))
    if (reply.kind !== 'answered') return null
    const { value: payment, askedAtMs } = reply
    if (payment === null) this.#clients.miss(paymentId)
    else this.#clients.hear(paymentId, statusOf(payment), askedAtMs)
    return payment
  }
}

function seenOf(payment: Payment): Seen {
  if (payment.ending !== null) return { kind: 'ended', status: payment.ending.kind }
  const blocking = blockingAttempt(payment)
  const paths = { payPath: null, leavePath: null, extendPath: null }
  const form = { paymentId: payment.id, number: shownAttemptNumber(payment), ...paths }
  if (blocking !== null && isMethodPending(blocking))
    return { kind: 'method', form, continuePath: '', notifiedPath: '' }
  if (blocking?.state === 'challenged')
    return { kind: 'challenge', form, reference: blocking.reference, returnTo: '' }
  if (blocking !== null || payment.kind === 'direct') return { kind: 'processing' }
  const { extensions, extensionsMax } = payment
  return { kind: 'open', form, nextExtension: extensions < extensionsMax ? extensions + 1 : null }
}

type Result = Readonly<{ kind: string }> & Partial<Readonly<{ payment: Payment; refusal: string }>>

export class DirectMerchantWays implements MerchantWays {
  readonly #clients: Clients

  constructor(clients: Clients) {
    this.#clients = clients
  }

  send(key: string, order: Order): Promise<Reply<Answered>> {
    return this.#clients.request(`${order.kind} (${key})`, async ({ gateway }) => {
      const kept = await replay(gateway, key)
      if (kept !== null) return kept
      const nowMs = gateway.clock.nowMs()
      const result = await carryOut(gateway, order, this.#clients.world.merchant, (payment) => ({
        response: null,
        record: recordOf(key, payment, nowMs),
      }))
      return (await answerOf(result, gateway, key)) ?? { kind: 'in_use' }
    })
  }

  async look(paymentId: string): Promise<string | null> {
    const reply = await this.#clients.request('look', ({ gateway }) => gateway.storage.findPayment(paymentId))
    if (reply.kind !== 'answered') return null
    if (reply.value === null) {
      this.#clients.miss(paymentId)
      return null
    }
    const status = statusOf(reply.value)
    this.#clients.hear(paymentId, status, reply.askedAtMs)
    return status
  }
}

async function answerOf(result: Result, gateway: Gateway, key: string): Promise<Answered | null> {
  if (result.kind === 'idempotency_key_taken') return replay(gateway, key)
  if (result.payment === undefined) throw new Error(`an order ended in ${result.kind}`)
  if (result.kind === 'refused') return { kind: 'refused', code: String(result.refusal) }
  return done(bodyOf(result.payment))
}

function carryOut(
  gateway: Gateway,
  order: Order,
  merchant: Merchant,
  respond: Respond<null>,
): Promise<Result> {
  switch (order.kind) {
    case 'hosted':
      return createHostedPayment(gateway, requestOf(order.amountMinor), respond)
    case 'direct': {
      const declineCode = order.isExpired ? ('expired_card' as const) : null
      const direct = { card: cardThat(order.plan, 1), cardSummary: shownCard, declineCode, merchant }
      return payDirectly(gateway, requestOf(order.amountMinor), direct, respond)
    }
    case 'refund': {
      const wish = { amountMinor: order.amountMinor, reason: 'requested_by_customer' }
      return requestRefund(gateway, order.paymentId, wish, respond)
    }
    case 'cancel':
      return cancelPayment(gateway, order.paymentId, respond)
  }
}

/** As the API does with a key: answer again what was answered. */
async function replay(gateway: Gateway, key: string): Promise<Answered | null> {
  const record = await gateway.storage.findIdempotencyRecord(simulatedKeyId, key)
  return record === null ? null : done(record.body)
}

function done(body: string): Answered {
  const { id: paymentId, status } = JSON.parse(body) as { id: string; status: string }
  return { kind: 'done', paymentId, status, body }
}

function bodyOf(payment: Payment): string {
  const { id, version } = payment
  return JSON.stringify({ id, status: statusOf(payment), version })
}

function recordOf(key: string, payment: Payment, createdAtMs: number): IdempotencyRecord {
  const fingerprint = 'f'.repeat(64)
  return { keyId: simulatedKeyId, key, fingerprint, status: 201, body: bodyOf(payment), createdAtMs }
}

function requestOf(amountMinor: number): PaymentRequest {
  return {
    merchantId,
    mode: 'test',
    amountMinor,
    currency: 'eur',
    locale: null,
    description: null,
    metadata: null,
    returnUrl: 'https://shop.example/back',
    callbackUrl: null,
    customer: null,
  }
}
