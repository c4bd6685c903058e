/** Requests to an acquirer, with the gateway's own card. */
import type { CardDetails } from '../../src/core/card/card.ts'
import { SecretCard } from '../../src/core/card/secret-card.ts'
import type { AcquirerRefundRequest, AuthorizeRequest } from '../../src/ports.ts'

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
    amountMinor: 2_500,
    currency: 'eur',
    card: cardWith(pan),
    payee: 'Test Shop',
    returnUrl: 'https://pay.example/back?attempt=1',
    methodNotificationUrl: 'https://pay.example/method?attempt=1',
    browser: null,
    billingAddress: null,
    network: null,
    ...changes,
  }
}

export function refundOf(
  original: AuthorizeRequest,
  changes: Partial<AcquirerRefundRequest> = {},
): AcquirerRefundRequest {
  return {
    reference: newReference(),
    originalReference: original.reference,
    amountMinor: original.amountMinor,
    currency: original.currency,
    ...changes,
  }
}

/** A signal that does not fire. */
export function noDeadline(): AbortSignal {
  return new AbortController().signal
}
