/** Who is paid and how much: at the top of every page about a payment. */

import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import type { Messages } from '../messages.ts'
import { ofMerchant } from '../of-merchant.ts'
import { MerchantMark } from './merchant-mark.tsx'

type SummaryProps = Readonly<{
  messages: Messages
  merchant: Merchant
  payment: Payment
  /** Whom one pays is the page's own heading; elsewhere the merchant's name alone stands here. */
  isHeading?: boolean
}>

/** Longer descriptions are folded. */
const descriptionLengthMax = 120
const countries = new Map<string, string>()

export function Summary({ messages, merchant, payment, isHeading = false }: SummaryProps) {
  const seller = sellerLine(merchant, messages.formatLocale)
  const amount = messages.money(payment.amountMinor, payment.currency)
  return (
    <div class="summary">
      {ofMerchant(isHeading ? PayeeHeading : Payee, { messages, merchant })}
      <p class={amountClass(amount)}>
        <bdi>{amount}</bdi>
        {payment.currency === 'usd' ? <small> USD</small> : null}
      </p>
      {payment.description === null && seller === null ? null : (
        <dl class="about">
          {payment.description === null ? null : (
            <div>
              <dt>{messages.text('open.description')}</dt>
              <dd>{description(payment.description, messages)}</dd>
            </div>
          )}
          {ofMerchant(Seller, { messages, merchant })}
        </dl>
      )}
    </div>
  )
}

type MerchantProps = Readonly<{ messages: Messages; merchant: Merchant }>

function Payee({ merchant }: MerchantProps) {
  return (
    <div class="merchant">
      <MerchantMark merchant={merchant} />
      <p>{merchant.name}</p>
    </div>
  )
}

function PayeeHeading({ messages, merchant }: MerchantProps) {
  return (
    <div class="merchant">
      <MerchantMark merchant={merchant} />
      <h1>{messages.text('open.heading', { merchant: merchant.name })}</h1>
    </div>
  )
}

function Seller({ messages, merchant }: MerchantProps) {
  const seller = sellerLine(merchant, messages.formatLocale)
  if (seller === null) return null
  return (
    <div>
      <dt>{messages.text('open.seller')}</dt>
      <dd>{seller}</dd>
    </div>
  )
}

/** A long amount is set smaller, so that it stays on one line. */
export function amountClass(amount: string): string {
  return amount.length > 10 ? 'amount long' : 'amount'
}

export function Amount({ messages, payment }: Readonly<{ messages: Messages; payment: Payment }>) {
  return <bdi>{messages.money(payment.amountMinor, payment.currency)}</bdi>
}

function description(text: string, messages: Messages) {
  const characters = [...text]
  if (characters.length <= descriptionLengthMax) return text
  return (
    <>
      {characters.slice(0, descriptionLengthMax).join('')}…
      <details>
        <summary>{messages.text('open.descriptionMore')}</summary>
        {text}
      </details>
    </>
  )
}

export function sellerLine(merchant: Merchant, locale: string): string | null {
  const parts = [merchant.legalName, merchant.city, countryName(merchant.country, locale)]
  const known = parts.filter((part) => part !== null)
  return known.length === 0 ? null : known.join(locale.startsWith('ar') ? '، ' : ', ')
}

function countryName(country: string | null, locale: string): string | null {
  if (country === null) return null
  const key = `${locale} ${country}`
  const name = countries.get(key) ?? new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country
  countries.set(key, name)
  return name
}
