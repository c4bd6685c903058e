/** Payments in every state, for the tests of the page. */
import type { Attempt, AttemptState } from '../../src/core/attempt/attempt.ts'
import type { DeclineCode } from '../../src/core/decline.ts'
import { type Merchant, unspecified } from '../../src/core/merchant.ts'
import type { Ending, Payment } from '../../src/core/payment/payment.ts'
import type { Refund } from '../../src/core/refund/refund.ts'
import { sandboxAcquirer } from '../support/payments.ts'

export const nowMs = Date.UTC(2026, 5, 15, 12)

export const merchant: Merchant = {
  ...unspecified,
  id: 'mer_00000000000000000000000001',
  name: 'Nordlicht & <Söhne>',
  legalName: 'Nordlicht Buchhandel GmbH',
  city: 'Hamburg',
  country: 'DE',
  supportEmail: 'help@nordlicht.example',
  termsUrl: 'https://nordlicht.example/terms',
  privacyUrl: 'javascript:alert(1)',
  createdAtMs: nowMs,
}

export function payment(over: Partial<Payment> = {}): Payment {
  return {
    id: 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012',
    merchantId: merchant.id,
    mode: 'live',
    kind: 'hosted',
    amountMinor: 2500,
    currency: 'eur',
    locale: null,
    description: null,
    metadata: null,
    returnUrl: 'https://shop.example/done?order=5',
    callbackUrl: null,
    suppliedCustomer: null,
    attemptsMax: 1,
    extensionsMax: 0,
    createdAtMs: nowMs - 60_000,
    expiresAtMs: nowMs + 86_340_000,
    card: null,
    customer: null,
    extensions: 0,
    attempts: [],
    ending: null,
    refunds: [],
    personalDataRemovedAtMs: null,
    version: 1,
    epoch: 0,
    ...over,
  }
}

export function attempt(state: AttemptState, over: Partial<Attempt> = {}): Attempt {
  return {
    number: 1,
    reference: 'r1',
    ...sandboxAcquirer,
    state,
    decision: null,
    card: { brand: 'visa', last4: '1111', expMonth: 12, expYear: 2030, country: null },
    declineCode: null,
    retry: null,
    acquirerTransactionId: null,
    challengeUrl: null,
    challengeFields: null,
    threeDsMethod: null,
    methodCompletion: null,
    challengeExpiresAtMs: null,
    returned: null,
    returns: 0,
    inquiries: 0,
    notFoundCount: 0,
    nextAtMs: null,
    startedAtMs: nowMs - 5_000,
    settledAtMs: null,
    payBackDecidedAtMs: null,
    ...over,
  }
}

export function challenged(url = 'https://bank.example/challenge?a=1&b=2'): Payment {
  return payment({ attempts: [attempt('challenged', { challengeUrl: url })] })
}

export function declined(declineCode: DeclineCode, over: Partial<Payment> = {}): Payment {
  const ending: Ending = { kind: 'failed', atMs: nowMs, declineCode }
  return payment({ attempts: [attempt('declined', { declineCode })], ending, ...over })
}

export function succeeded(over: Partial<Payment> = {}): Payment {
  const card = { brand: 'visa', last4: '1111', expMonth: 12, expYear: 2030, country: 'US' } as const
  const customer = { email: 'alex@example.com', name: 'Alex Johnson', address: null }
  const ending = { kind: 'succeeded', atMs: nowMs } as const
  return payment({ card, customer, attempts: [attempt('approved')], ending, ...over })
}

export function refund(amountMinor: number, state: Refund['state'] = 'succeeded'): Refund {
  return {
    id: '01j',
    amountMinor,
    reason: 'returned',
    state,
    reference: 'r1',
    declineCode: null,
    acquirerRefundId: null,
    inquiries: 0,
    notFoundCount: 0,
    nextAtMs: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    completedAtMs: nowMs,
  }
}
