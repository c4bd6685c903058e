/** Requests to an acquirer, with the gateway's own card. */
import type { CardDetails } from '../../src/core/card/card.ts'
import { SecretCard } from '../../src/core/card/secret-card.ts'
import type { AttemptTerms, AuthorizeRequest, RefundTerms } from '../../src/ports/acquirer.ts'

export function cardWith(pan: string, changes: Partial<CardDetails> = {}): SecretCard {
  const cvc = pan.startsWith('37') ? '1234' : '123'
  return new SecretCard({ pan, cvc, expMonth: 12, expYear: 2040, holderName: 'Ada Lovelace', ...changes })
}

let references = 0

/** Unique for ever, as the port demands; attempts of one payment differ in their end only. */
export function newReference(attemptNumber = 1): string {
  references++
  return `${references.toString(16).padStart(32, 'f')}a${attemptNumber}`
}

export function authorization(pan: string, changes: Partial<AuthorizeRequest> = {}): AuthorizeRequest {
  return {
    reference: newReference(),
    handle: null,
    account: null,
    amountMinor: 2_500,
    currency: 'eur',
    card: cardWith(pan),
    payee: 'Test Shop',
    statementName: 'TEST SHOP',
    returnUrl: 'https://pay.example/back?attempt=1',
    methodNotificationUrl: 'https://pay.example/method?attempt=1',
    browser: null,
    customer: null,
    billingAddress: null,
    network: null,
    isLate: () => false,
    ...changes,
  }
}

/** The sandbox knows an authorization by its reference alone. */
export function termsOf(request: Partial<AuthorizeRequest> & Pick<AttemptTerms, 'reference'>): AttemptTerms {
  const { reference, handle = null, amountMinor = 2_500, currency = 'eur' } = request
  return {
    ...{ reference, handle, amountMinor, currency },
    ...{ account: null, startedAtMs: 0, ageMs: 0, acquirerTransactionId: null },
  }
}

export function refundOf(original: AuthorizeRequest, changes: Partial<RefundTerms> = {}): RefundTerms {
  return {
    reference: newReference(),
    amountMinor: original.amountMinor,
    currency: original.currency,
    startedAtMs: 0,
    isRepeated: false,
    acquirerRefundId: null,
    original: termsOf(original),
    ...changes,
  }
}

/** A signal that does not fire. */
export function noDeadline(): AbortSignal {
  return new AbortController().signal
}
