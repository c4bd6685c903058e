/** What Checkout.com would hold: tokens, payments, and what was done with them. Time passes only by its clock. */

export type Status =
  | 'Pending'
  | 'Authorized'
  | 'Captured'
  | 'Declined'
  | 'Expired'
  | 'Voided'
  | 'Partially Refunded'
  | 'Refunded'

export type BookAction = {
  id: string
  type: 'Authorization' | 'Capture' | 'Void' | 'Refund'
  reference: string | null
  metadata: object
  amount: number
  /** Null as long as it is not decided. */
  approved: boolean | null
  code: string | null
  atMs: number
}

export type BookPayment = {
  readonly id: string
  readonly reference: string | null
  readonly metadata: object
  readonly isAmex: boolean
  readonly amount: number
  readonly currency: string
  readonly channel: string
  readonly last4: string
  readonly requestedAtMs: number
  readonly successUrl: string
  readonly failureUrl: string
  /** After a passed challenge; null: approved. */
  readonly codeAfterChallenge: string | null
  readonly refundsFail: boolean
  status: Status
  code: string | null
  captureAtMs: number
  /** Newest first, as they are listed. */
  actions: BookAction[]
}

export type CardRule = Readonly<{
  /** Declined with this code; null: approved. With a challenge, after it. */
  code: string | null
  challenge?: boolean
  refundsFail?: boolean
}>

type Token = {
  readonly last4: string
  readonly isAmex: boolean
  readonly rule: CardRule
  readonly createdAtMs: number
  isUsed: boolean
}

export type NewPayment = Pick<
  BookPayment,
  'reference' | 'metadata' | 'amount' | 'currency' | 'channel' | 'successUrl' | 'failureUrl'
>

export type NewRefund = Readonly<{ amount: number | null; reference: string | null; metadata: object }>

export type BookOptions = Readonly<{
  nowMs(): number
  /** What the issuer does with a card number. */
  cardRule(number: string): CardRule
  captureDelayMs: number
  refundDelayMs: number
  tokenLifeMs: number
  challengeLifeMs: number
  /** IDs begin after this one, so that those of two books differ. */
  lastId: number
}>

export class CheckoutBook {
  /** How long after its authorization a payment is captured. */
  captureDelayMs: number
  readonly #options: BookOptions
  readonly #tokens = new Map<string, Token>()
  readonly #payments = new Map<string, BookPayment>()
  #last: number

  constructor(options: BookOptions) {
    this.#options = options
    this.captureDelayMs = options.captureDelayMs
    this.#last = options.lastId
  }

  /** The number itself is not kept. */
  addToken(number: string): string {
    const id = this.#newId('tok')
    const rule = this.#options.cardRule(number)
    this.#tokens.set(id, {
      last4: number.slice(-4),
      isAmex: /^3[47]/.test(number),
      rule,
      createdAtMs: this.#options.nowMs(),
      isUsed: false,
    })
    return id
  }

  /** Or the validation error that the token earns. */
  addPayment(
    tokenId: string,
    terms: NewPayment,
  ): BookPayment | 'reference_invalid' | 'token_invalid' | 'token_used' | 'token_expired' {
    const token = this.#tokens.get(tokenId)
    const nowMs = this.#options.nowMs()
    if (token === undefined) return 'token_invalid'
    if (token.isUsed) return 'token_used'
    if (nowMs - token.createdAtMs > this.#options.tokenLifeMs) return 'token_expired'
    if (token.isAmex && isTooLong(terms.reference)) return 'reference_invalid'
    token.isUsed = true
    const { rule, last4, isAmex } = token
    const payment: BookPayment = {
      ...terms,
      ...{ id: this.#newId('pay'), last4, isAmex, requestedAtMs: nowMs, captureAtMs: 0, actions: [] },
      ...{ codeAfterChallenge: rule.code, refundsFail: rule.refundsFail === true },
      ...{ status: 'Pending', code: null },
    }
    this.#payments.set(payment.id, payment)
    if (rule.challenge !== true) this.#authorize(payment, rule.code)
    return payment
  }

  find(id: string): BookPayment | null {
    const payment = this.#payments.get(id)
    return payment === undefined ? null : this.#settled(payment)
  }

  all(): readonly BookPayment[] {
    return [...this.#payments.values()].map((payment) => this.#settled(payment))
  }

  /** False if it no longer waits for the customer. */
  answerChallenge(id: string, isPassed: boolean): boolean {
    const payment = this.find(id)
    if (payment?.status !== 'Pending') return false
    this.#authorize(payment, isPassed ? payment.codeAfterChallenge : '20151')
    return true
  }

  /** Earlier payments and later ones, without a delay. */
  captureAll(): void {
    this.captureDelayMs = 0
    for (const payment of this.#payments.values()) payment.captureAtMs = 0
  }

  /** Null if it can no longer be voided. */
  addVoid(payment: BookPayment, reference: string | null): BookAction | null {
    if (payment.status !== 'Authorized') return null
    payment.status = 'Voided'
    return this.#add(payment, {
      type: 'Void',
      reference,
      metadata: {},
      amount: payment.amount,
      approved: true,
      code: '10000',
    })
  }

  /** Null if that much is not left. */
  addRefund(
    payment: BookPayment,
    { amount, reference, metadata }: NewRefund,
  ): BookAction | null | 'reference_invalid' {
    if (payment.isAmex && isTooLong(reference)) return 'reference_invalid'
    const left = payment.amount - refundedOf(payment)
    const wanted = amount ?? left
    const isCaptured = payment.status === 'Captured' || payment.status === 'Partially Refunded'
    if (!isCaptured || wanted < 1 || wanted > left) return null
    return this.#add(payment, {
      type: 'Refund',
      reference,
      metadata,
      amount: wanted,
      approved: null,
      code: null,
    })
  }

  #authorize(payment: BookPayment, code: string | null): void {
    const isApproved = code === null
    payment.status = isApproved ? 'Authorized' : 'Declined'
    payment.code = code ?? '10000'
    payment.captureAtMs = this.#options.nowMs() + this.captureDelayMs
    const { reference, metadata, amount } = payment
    this.#add(payment, {
      type: 'Authorization',
      reference,
      metadata,
      amount,
      approved: isApproved,
      code: payment.code,
    })
  }

  #add(payment: BookPayment, action: Omit<BookAction, 'id' | 'atMs'>): BookAction {
    const added = { ...action, id: this.#newId('act'), atMs: this.#options.nowMs() }
    payment.actions.unshift(added)
    return added
  }

  /** What has happened by now. */
  #settled(payment: BookPayment): BookPayment {
    const nowMs = this.#options.nowMs()
    if (payment.status === 'Pending' && nowMs - payment.requestedAtMs > this.#options.challengeLifeMs) {
      this.#authorize(payment, '20152')
    }
    if (payment.status === 'Authorized' && nowMs >= payment.captureAtMs) {
      payment.status = 'Captured'
      const { reference, metadata, amount } = payment
      this.#add(payment, { type: 'Capture', reference, metadata, amount, approved: true, code: '10000' })
    }
    for (const action of payment.actions) this.#settleRefund(payment, action, nowMs)
    const refunded = refundedOf(payment, true)
    if (refunded > 0) payment.status = refunded === payment.amount ? 'Refunded' : 'Partially Refunded'
    return payment
  }

  #settleRefund({ refundsFail }: BookPayment, action: BookAction, nowMs: number): void {
    if (action.type !== 'Refund' || action.approved !== null) return
    if (nowMs < action.atMs + this.#options.refundDelayMs) return
    action.approved = !refundsFail
    action.code = refundsFail ? '20005' : '10000'
  }

  #newId(kind: string): string {
    this.#last += 1
    return `${kind}_${this.#last.toString(36).padStart(26, '0')}`
  }
}

/** A rule for American Express. */
function isTooLong(reference: string | null): boolean {
  return (reference ?? '').length > 30
}

/** Refunds that have failed do not count; those that are not decided do, unless only decided ones are asked for. */
export function refundedOf({ actions }: BookPayment, onlyDecided = false): number {
  return actions
    .filter(
      ({ type, approved }) => type === 'Refund' && (onlyDecided ? approved === true : approved !== false),
    )
    .reduce((sum, { amount }) => sum + amount, 0)
}
