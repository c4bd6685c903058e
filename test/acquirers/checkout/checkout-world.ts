/** Checkout.com's stand-in, the adapter in front of it, and a clock that only moves when it is told to. */
import { createCheckout } from '../../../src/acquirers/checkout/checkout.ts'
import { pauseOf } from '../../../src/acquirers/checkout/finish-challenge.ts'
import { SecretCard } from '../../../src/core/card/secret-card.ts'
import type { AttemptTerms, AuthorizeRequest, RefundTerms } from '../../../src/ports/acquirer.ts'
import type { LogFields } from '../../../src/ports/system.ts'
import {
  type CheckoutStandInOptions,
  startCheckoutStandIn,
} from '../../../verification/acquirers/checkout/checkout-stand-in.ts'

export const goodPan = '4242424242424242'
export const challengedPan = '4000000000003220'
const usualStartMs = Date.UTC(2026, 10, 26, 12)

type WorldOptions = CheckoutStandInOptions & Readonly<{ startMs?: number }>

export type CheckoutWorld = Awaited<ReturnType<typeof openCheckout>>

export async function openCheckout({ startMs = usualStartMs, ...options }: WorldOptions = {}) {
  const clock = { nowMs: startMs }
  const standIn = await startCheckoutStandIn({ nowMs: () => clock.nowMs, ...options })
  const logged: LogFields[] = []
  const note = (fields: LogFields) => void logged.push(fields)
  const log = { debug: note, info: note, warn: note, error: note }
  const signal = new AbortController().signal
  const acquirer = createCheckout({
    ...standIn.access,
    ...{ livemode: false, proxy: null, log, nowMs: () => clock.nowMs, pause: pauseOf(1) },
  })
  return {
    standIn,
    acquirer,
    logged,
    clock,
    authorize: (request: AuthorizeRequest) => acquirer.authorize(request, signal),
    inquire: (attempt: AttemptTerms) => acquirer.inquire(attempt, signal),
    finishChallenge: (attempt: AttemptTerms) => acquirer.finishChallenge?.({ attempt, returned: {} }, signal),
    reverse: (attempt: AttemptTerms) => acquirer.reverse(attempt, signal),
    refund: (refund: RefundTerms) => acquirer.refund(refund, signal),
    inquireRefund: (refund: RefundTerms) => acquirer.inquireRefund(refund, signal),
    termsOf: (request: AuthorizeRequest): AttemptTerms => ({
      ...pick(request),
      handle: null,
      startedAtMs: startMs,
      ageMs: clock.nowMs - startMs,
      acquirerTransactionId: null,
    }),
    refundOf: (request: AuthorizeRequest, changes: Partial<RefundTerms> = {}): RefundTerms => ({
      ...{ reference: newReference('r1'), amountMinor: request.amountMinor, currency: request.currency },
      ...{ startedAtMs: clock.nowMs, isRepeated: false, acquirerRefundId: null },
      original: {
        ...pick(request),
        ...{ handle: null, startedAtMs: startMs, ageMs: clock.nowMs - startMs, acquirerTransactionId: null },
      },
      ...changes,
    }),
  }
}

function pick({ reference, account, amountMinor, currency }: AuthorizeRequest) {
  return { reference, account, amountMinor, currency }
}

let references = 0

function newReference(end: string): string {
  references += 1
  return `${references.toString(16).padStart(32, 'f')}${end}`
}

export function request(pan: string, changes: Partial<AuthorizeRequest> = {}): AuthorizeRequest {
  return {
    reference: newReference('a1'),
    ...{ handle: null, account: null, amountMinor: 2_500, currency: 'eur' },
    card: new SecretCard({ pan, cvc: '123', expMonth: 12, expYear: 2040, holderName: 'Ada Lovelace' }),
    ...{ payee: 'Example Shop', statementName: 'EXAMPLE SHOP' },
    returnUrl: 'https://pay.example.com/back?attempt=1',
    methodNotificationUrl: 'https://pay.example.com/method?attempt=1',
    browser: null,
    customer: { email: 'ada@example.com', name: 'Ada Lovelace', phone: null, ip: '192.0.2.7' },
    billingAddress: null,
    network: null,
    isLate: () => false,
    ...changes,
  }
}
