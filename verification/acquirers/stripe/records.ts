/** What the stand-in remembers. No card number: a card is known by what it does. */
import type { CardBehavior } from './cards.ts'
import type { ProblemFields } from './problem.ts'

export type PaymentMethodRecord = {
  readonly id: string
  readonly last4: string
  readonly behavior: CardBehavior
  readonly network: string
  isUsed: boolean
}

export type ChargeRecord = Readonly<{
  id: string
  intentId: string
  method: PaymentMethodRecord
  amount: number
  isPaid: boolean
  created: number
}>

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'canceled'

export type IntentRecord = {
  readonly id: string
  readonly created: number
  readonly amount: number
  readonly currency: string
  readonly metadata: Readonly<Record<string, string>>
  readonly suffix: string | null
  readonly confirmationMethod: 'manual' | 'automatic'
  status: IntentStatus
  method: PaymentMethodRecord | null
  returnUrl: string | null
  challenges: number
  error: ProblemFields | null
  charge: ChargeRecord | null
  canceledAt: number | null
}

export type RefundRecord = {
  readonly id: string
  readonly intentId: string
  readonly amount: number
  readonly created: number
  readonly metadata: Readonly<Record<string, string>>
  readonly becomes: 'succeeded' | 'failed'
  status: 'pending' | 'succeeded' | 'failed'
}

/** Of one account, the newest last. */
export class Records {
  readonly methods = new Map<string, PaymentMethodRecord>()
  readonly intents = new Map<string, IntentRecord>()
  readonly refunds = new Map<string, RefundRecord>()

  refundsOf(intentId: string): RefundRecord[] {
    return [...this.refunds.values()].filter((refund) => refund.intentId === intentId)
  }

  refunded(intentId: string): number {
    return this.refundsOf(intentId)
      .filter(({ status }) => status !== 'failed')
      .reduce((sum, { amount }) => sum + amount, 0)
  }
}
