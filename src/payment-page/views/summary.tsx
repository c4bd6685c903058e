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
  /** The page's own heading is "Pay €25.00 to Hansen"; elsewhere only the name and the amount stand here. */
  isHeading?: boolean
}>

/** Longer descriptions are folded. */
const descriptionLengthMax = 120
const countries = new Map<string, string>()

export function Summary({ messages, merchant, payment, isHeading = false }: SummaryProps) {
  const seller = sellerLine(merchant, messages.formatLocale)
  return (
    <div class="summary">
      {isHeading ? (
        <Heading messages={messages} merchant={merchant} payment={payment} />
      ) : (
        <div class="payee">
          <BigAmount messages={messages} payment={payment} />
          <MerchantHeader messages={messages} merchant={merchant} />
        </div>
      )}
      {payment.description === null && seller === null ? null : (
        <dl class="about">
          {payment.description === null ? null : (
            <div>
              <dt>{messages.text('open.description')}</dt>
              <dd>
                <Description messages={messages} text={payment.description} />
              </dd>
            </div>
          )}
          {ofMerchant(Seller, { messages, merchant })}
        </dl>
      )}
    </div>
  )
}

type MerchantProps = Readonly<{ messages: Messages; merchant: Merchant }>

/** Of the heading's sentence, only the name and the amount can be seen; their places in it depend on the language. */
function Heading({ messages, merchant, payment }: SummaryProps) {
  const places = { amount: '\ue000', merchant: '\ue001' }
  const pieces = messages.text('open.title', places).split(/([\ue000\ue001])/)
  return (
    <h1 class="payee">
      {pieces.map((piece) => {
        if (piece === places.amount) return <BigAmount messages={messages} payment={payment} />
        if (piece === places.merchant) return <MerchantHeader messages={messages} merchant={merchant} />
        return piece === '' ? null : <i>{piece}</i>
      })}
    </h1>
  )
}

export function MerchantHeader({ messages, merchant }: MerchantProps) {
  return ofMerchant(Payee, { messages, merchant })
}

function Payee({ merchant }: MerchantProps) {
  return (
    <span class="merchant">
      <MerchantMark merchant={merchant} />
      <span>{merchant.name}</span>
    </span>
  )
}

function BigAmount({ messages, payment }: Readonly<{ messages: Messages; payment: Payment }>) {
  const amount = messages.money(payment.amountMinor, payment.currency)
  return (
    <span class={amountClass(amount)}>
      <bdi>{amount}</bdi>
      {payment.currency === 'usd' && !amount.includes('USD') ? <small> USD</small> : null}
    </span>
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

export function Description({ messages, text }: Readonly<{ messages: Messages; text: string }>) {
  const characters = [...text]
  if (characters.length <= descriptionLengthMax) return <>{text}</>
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

/** `name`: what stands before the place. */
export function sellerLine(
  merchant: Merchant,
  locale: string,
  name: readonly (string | null)[] = [merchant.legalName],
): string | null {
  const parts = [...name, merchant.city, countryName(merchant.country, locale)]
  const known = parts.filter((part) => part !== null)
  if (known.length === 0) return null
  // Where the page runs from right to left, names run their own way and the commas do not.
  return locale.startsWith('ar') ? known.map((part) => `\u2068${part}\u2069`).join('، ') : known.join(', ')
}

function countryName(country: string | null, locale: string): string | null {
  if (country === null) return null
  const key = `${locale} ${country}`
  const name = countries.get(key) ?? new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country
  countries.set(key, name)
  return name
}
