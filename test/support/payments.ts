/**
 * Payments for tests of the parts around the core, made by the core's own decisions: a payment here is always one
 * that can exist. Times are small numbers; pass `atMs` where they matter.
 */

import { eventPresenter } from '../../src/api/present-event.ts'
import type { ApiKey } from '../../src/core/api-key.ts'
import type { AttemptAcquirer } from '../../src/core/attempt/attempt.ts'
import type { Card } from '../../src/core/card/card.ts'
import { beginHistory } from '../../src/core/clock-history.ts'
import type { IdempotencyRecord } from '../../src/core/idempotency-record.ts'
import { type NewMerchant, unspecified } from '../../src/core/merchant.ts'
import { apply, create } from '../../src/core/payment/apply.ts'
import type { Command } from '../../src/core/payment/commands.ts'
import { decide } from '../../src/core/payment/decide.ts'
import type { PaymentCreated } from '../../src/core/payment/events.ts'
import { lastAttempt, type Payment, type PaymentTerms } from '../../src/core/payment/payment.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import type { Change, Creation } from '../../src/ports/storage.ts'

export const startMs = Date.UTC(2026, 0, 15, 12)

let made = 0

/** A number that no other call in this process gets, in so many hexadecimal digits. */
function unique(length: number): string {
  made += 1
  return made.toString(16).padStart(length, '0')
}

export function aPaymentId(): string {
  return `pay_00000000-0000-0000-0000-${unique(12)}`
}

export const testMerchantId = 'mer_01testmerchant000000000000'

export function aMerchant(changes: Partial<NewMerchant> = {}): NewMerchant {
  return {
    id: testMerchantId,
    name: 'Test shop',
    ...unspecified,
    createdAtMs: startMs,
    ...changes,
  }
}

export function anApiKey(changes: Partial<ApiKey> = {}): ApiKey {
  return {
    id: `key_${unique(26)}`,
    merchantId: testMerchantId,
    mode: 'test',
    hash: unique(64),
    last4: 'ab12',
    createdAtMs: startMs,
    expiresAtMs: null,
    revokedAtMs: null,
    lastUsedAtMs: null,
    ...changes,
  }
}

export function anIdempotencyRecord(changes: Partial<IdempotencyRecord> = {}): IdempotencyRecord {
  return {
    keyId: 'key_01testkey00000000000000000',
    key: `request-${unique(4)}`,
    fingerprint: 'f'.repeat(64),
    status: 201,
    body: '{"id":"pay_1"}',
    createdAtMs: startMs,
    ...changes,
  }
}

export const visa: Card = { brand: 'visa', last4: '1111', expMonth: 12, expYear: 2030, country: null }

export function aCreation(
  terms: Partial<PaymentTerms> = {},
  rest: Partial<Pick<Creation, 'idempotency'>> & Partial<Pick<PaymentCreated, 'card' | 'customer'>> = {},
): Creation {
  const createdAtMs = terms.createdAtMs ?? startMs
  const event: PaymentCreated = {
    type: 'payment_created',
    terms: {
      id: aPaymentId(),
      merchantId: testMerchantId,
      mode: 'test',
      kind: 'hosted',
      amountMinor: 2_500,
      currency: 'eur',
      locale: null,
      description: null,
      metadata: null,
      returnUrl: 'https://shop.example/return',
      callbackUrl: null,
      suppliedCustomer: null,
      attemptsMax: 3,
      extensionsMax: 0,
      createdAtMs,
      expiresAtMs: createdAtMs + 24 * 3_600_000,
      ...terms,
    },
    customer: rest.customer ?? null,
    card: rest.card ?? null,
    atMs: createdAtMs,
  }
  return { event, events: [], payment: create(event), idempotency: rest.idempotency ?? null }
}

/** An open payment, not stored anywhere. */
export function aPayment(terms: Partial<PaymentTerms> = {}): Payment {
  return aCreation(terms).payment
}

/** What a command does to a payment, ready to be saved. Fails where it is refused or changes nothing. */
export function changeBy(
  before: Payment,
  command: Command,
  options: Readonly<{ atMs?: number; idempotency?: IdempotencyRecord | null }> = {},
): Change {
  const nowMs = options.atMs ?? before.createdAtMs + 1_000
  const decision = decide(before, command, {
    installationId: 'test0001',
    nowMs,
    clock: beginHistory({ nowMs, monotonicMs: 0 }),
    random: 0.5,
    rules: productionRules,
  })
  if ('refusal' in decision) throw new Error(`${command.type} was refused: ${decision.refusal}`)
  if (decision.events.length === 0) throw new Error(`${command.type} changed nothing`)
  const after = { ...apply(before, decision.events), version: before.version + 1 }
  const publicEvents = publicEventsOf(after, decision.events)
  return { before, after, events: decision.events, publicEvents, idempotency: options.idempotency ?? null }
}

const publicEventsOf = eventPresenter('https://pay.example', {
  bytes: () => Buffer.from(unique(20), 'hex'),
})

/** Of test payments. */
export const sandboxAcquirer: AttemptAcquirer = {
  acquirer: 'sandbox',
  account: null,
  mustPrepare: false,
  handle: null,
}

export function startCommand(payment: Payment, card: Card = visa): Command {
  const customer = { email: 'ada@example.com', name: 'Ada Lovelace', address: null }
  return { type: 'start_attempt', number: payment.attempts.length + 1, card, customer, ...sandboxAcquirer }
}

export function approveCommand(payment: Payment): Command {
  const { amountMinor, currency } = payment
  const { number, reference } = lastAttempt(payment) ?? { number: 0, reference: '' }
  const acquirerTransactionId = `txn_${payment.id}_${number}`
  const terms = { reference, amountMinor, currency }
  const answer = { kind: 'approved', acquirerTransactionId, ...terms, country: 'DE' } as const
  return { type: 'record_answer', number, answer }
}

export function declineCommand(payment: Payment): Command {
  const number = lastAttempt(payment)?.number ?? 0
  const answer = { kind: 'declined', declineCode: 'do_not_honor', country: 'FR' } as const
  return { type: 'record_answer', number, answer }
}

export function challengeCommand(payment: Payment): Command {
  const number = lastAttempt(payment)?.number ?? 0
  const answer = {
    kind: 'challenge',
    url: 'https://bank.example/acs/1',
    method: 'POST',
    fields: { creq: 'e30', threeDSSessionData: '"quoted"' },
    country: null,
  } as const
  return { type: 'record_answer', number, answer }
}

export function methodCommand(payment: Payment): Command {
  const number = lastAttempt(payment)?.number ?? 0
  const page = { url: 'https://bank.example/method', data: 'e30' } as const
  return { type: 'record_answer', number, answer: { kind: 'three_ds_method', ...page, country: null } }
}

export function resumeCommand(payment: Payment): Command {
  return { type: 'resume_attempt', number: lastAttempt(payment)?.number ?? 0, completion: 'U' }
}

export function refundCommand(amountMinor: number | null = null): Command {
  const id = unique(26)
  return { type: 'request_refund', refundId: id, reference: `r${id}`, amountMinor, reason: 'returned goods' }
}

export function withAttempt(payment: Payment): Payment {
  return changeBy(payment, startCommand(payment)).after
}

export function challenged(payment: Payment): Payment {
  const started = withAttempt(payment)
  return changeBy(started, challengeCommand(started)).after
}

export function succeeded(payment: Payment): Payment {
  const started = withAttempt(payment)
  return changeBy(started, approveCommand(started)).after
}

/** Failed by a decline where it was the last attempt; open again otherwise. */
export function declined(payment: Payment): Payment {
  const started = withAttempt(payment)
  return changeBy(started, declineCommand(started)).after
}

export function withRefund(payment: Payment, amountMinor: number | null = null): Payment {
  return changeBy(payment, refundCommand(amountMinor)).after
}
