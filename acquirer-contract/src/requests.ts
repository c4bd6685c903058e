/** Requests as the gateway sends them, with references that no earlier run has used. */
import type { AttemptTerms, AuthorizeRequest, BrowserData, Card, CardDetails, RefundTerms } from './port.ts'

/** As of a customer in Amsterdam, whose browser runs scripts. */
const browser: BrowserData = {
  acceptHeader: 'text/html,application/xhtml+xml',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  language: 'nl-NL',
  ip: '192.0.2.7',
  javascriptEnabled: true,
  screen: { colorDepth: 24, height: 1080, width: 1920, timeZoneOffset: -60, javaEnabled: false },
}

/** In exactly the gateway's form, in which chance digits are not mistaken for a card number and masked. */
export function newReference(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return `c0ntract-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}a1`
}

export function authorization(
  pan: string,
  changes: Partial<Omit<AuthorizeRequest, 'card'>> = {},
): AuthorizeRequest & Readonly<{ card: RevealedOnce }> {
  return {
    reference: newReference(),
    handle: null,
    account: null,
    amountMinor: 2_500,
    currency: 'eur',
    card: new RevealedOnce(pan),
    payee: 'Example Shop',
    statementName: 'EXAMPLE SHOP',
    returnUrl: 'https://pay.example.com/back?attempt=1',
    methodNotificationUrl: 'https://pay.example.com/method?attempt=1',
    browser,
    customer: { email: 'ada@example.com', name: 'Ada Lovelace', phone: null, ip: '192.0.2.7' },
    billingAddress: null,
    network: null,
    isLate: () => false,
    ...changes,
  }
}

/** The same authorization as later requests name it. */
export function termsOf(
  { reference, handle, account, amountMinor, currency }: Omit<AuthorizeRequest, 'card'>,
  acquirerTransactionId: string | null = null,
): AttemptTerms {
  const startedAtMs = Date.now()
  return { reference, handle, account, amountMinor, currency, startedAtMs, ageMs: 0, acquirerTransactionId }
}

export function refundOf(original: AttemptTerms, changes: Partial<RefundTerms> = {}): RefundTerms {
  return {
    reference: newReference(),
    amountMinor: original.amountMinor,
    currency: original.currency,
    startedAtMs: Date.now(),
    isRepeated: false,
    acquirerRefundId: null,
    original,
    ...changes,
  }
}

/** A card whose digits can be made unavailable, as the gateway does when a request has ended. */
class RevealedOnce implements Card {
  #details: CardDetails | null

  constructor(pan: string) {
    const cvc = pan.startsWith('37') ? '1234' : '123'
    this.#details = { pan, cvc, expMonth: 12, expYear: 2040, holderName: 'Ada Lovelace' }
  }

  reveal(): CardDetails {
    if (this.#details === null)
      throw new Error('the card has been overwritten: reveal it before the first await')
    return this.#details
  }

  wipe(): void {
    this.#details = null
  }
}

/** A signal that does not fire. */
export function noDeadline(): AbortSignal {
  return new AbortController().signal
}
