/** Who is paid and how much: at the top of every page about a payment. */
import type { Payment } from '../../core/payment.ts'
import type { Merchant } from '../../ports.ts'
import type { Messages } from '../messages.ts'

export type SummaryProps = Readonly<{
  messages: Messages
  merchant: Merchant
  payment: Payment
  /** The page's own heading says it; elsewhere the merchant's name alone stands here. */
  heading?: string
}>

/** Longer descriptions are folded. */
const descriptionLengthMax = 120
const regions = new Map<string, Intl.DisplayNames>()

export function Summary({ messages, merchant, payment, heading }: SummaryProps) {
  const seller = sellerLine(merchant, messages.locale)
  const amount = messages.money(payment.amountMinor, payment.currency)
  return (
    <div class="summary">
      <div class="merchant">
        <span class="monogram" aria-hidden="true">
          {monogram(merchant.name)}
        </span>
        {heading === undefined ? <p>{merchant.name}</p> : <h1>{heading}</h1>}
      </div>
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
          {seller === null ? null : (
            <div>
              <dt>{messages.text('open.seller')}</dt>
              <dd>{seller}</dd>
            </div>
          )}
        </dl>
      )}
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
  return known.length === 0 ? null : known.join(', ')
}

function countryName(country: string | null, locale: string): string | null {
  if (country === null) return null
  const names = regions.get(locale) ?? new Intl.DisplayNames(locale, { type: 'region' })
  regions.set(locale, names)
  return names.of(country) ?? country
}

function monogram(name: string): string {
  return ([...name.trim()][0] ?? '').toUpperCase()
}
