/** What a page says of a payment at its top: how it looks, and the strings in it, which views do not look into. */
import type { Payment } from '../core/payment/payment.ts'
import type { Messages } from './messages.ts'

/** A long amount is set smaller, so that it stays on one line. */
type AmountClass = 'amount' | 'amount long'
/** Longer descriptions are folded. */
type DescriptionLength = 'none' | 'short' | 'long'

export type SummaryShape = Readonly<{
  amountClass: AmountClass
  /** The amount does not say of which dollars it is. */
  namesDollars: boolean
  descriptionLength: DescriptionLength
}>

export type SummaryTexts = Readonly<{
  amount: string
  description: string
  /** What is shown of a long one. */
  descriptionStart: string
}>

type Paid = Pick<Payment, 'amountMinor' | 'currency' | 'description'>

const amountLengthMax = 10
const descriptionLengthMax = 120

export function summaryShape(messages: Messages, payment: Paid): SummaryShape {
  const amount = messages.money(payment.amountMinor, payment.currency)
  return {
    amountClass: amountClass(amount),
    namesDollars: payment.currency === 'usd' && !amount.includes('USD'),
    descriptionLength: payment.description === null ? 'none' : descriptionLength(payment.description),
  }
}

export function summaryTexts(messages: Messages, { amountMinor, currency, description }: Paid): SummaryTexts {
  return {
    amount: messages.money(amountMinor, currency),
    description: description ?? '',
    descriptionStart: description === null ? '' : descriptionStart(description),
  }
}

export function amountClass(amount: string): AmountClass {
  return amount.length > amountLengthMax ? 'amount long' : 'amount'
}

export function descriptionLength(text: string): Exclude<DescriptionLength, 'none'> {
  return text === descriptionStart(text) ? 'short' : 'long'
}

export function descriptionStart(text: string): string {
  // No string has more characters than code units.
  return text.length <= descriptionLengthMax ? text : [...text].slice(0, descriptionLengthMax).join('')
}
