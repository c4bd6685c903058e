/** Who is paid and how much: at the top of every page about a payment. */

import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import type { Messages } from '../messages.ts'
import { type SummaryShape, type SummaryTexts, summaryShape, summaryTexts } from '../summary-shape.ts'
import { ofMerchant } from '../templates/of-merchant.ts'
import { MerchantMark } from './merchant-mark.tsx'

type MerchantProps = Readonly<{ messages: Messages; merchant: Merchant }>

const countries = new Map<string, string>()

export function Summary({ messages, merchant, payment }: MerchantProps & Readonly<{ payment: Payment }>) {
  const shape = summaryShape(messages, payment)
  const texts = summaryTexts(messages, payment)
  return <SummaryOfShape messages={messages} merchant={merchant} shape={shape} texts={texts} />
}

type SummaryProps = MerchantProps &
  Readonly<{
    shape: SummaryShape
    texts: SummaryTexts
    /** The page's own heading is "Pay €25.00 to Hansen"; elsewhere only the name and the amount stand here. */
    isHeading?: boolean
  }>

export function SummaryOfShape({ messages, merchant, shape, texts, isHeading = false }: SummaryProps) {
  const { descriptionLength } = shape
  const seller = sellerLine(merchant, messages.formatLocale)
  return (
    <div class="summary">
      {isHeading ? (
        <Heading messages={messages} merchant={merchant} shape={shape} texts={texts} />
      ) : (
        <div class="payee">
          <BigAmount shape={shape} texts={texts} />
          <MerchantHeader messages={messages} merchant={merchant} />
        </div>
      )}
      {descriptionLength === 'none' && seller === null ? null : (
        <dl class="about">
          {descriptionLength === 'none' ? null : (
            <div>
              <dt>{messages.text('open.description')}</dt>
              <dd>
                <Description
                  messages={messages}
                  length={descriptionLength}
                  start={texts.descriptionStart}
                  text={texts.description}
                />
              </dd>
            </div>
          )}
          {ofMerchant(Seller, { messages, merchant })}
        </dl>
      )}
    </div>
  )
}

/** Of the heading's sentence, only the name and the amount can be seen; their places in it depend on the language. */
function Heading({ messages, merchant, shape, texts }: SummaryProps) {
  const places = { amount: '\ue000', merchant: '\ue001' }
  const pieces = messages.text('open.title', places).split(/([\ue000\ue001])/)
  return (
    <h1 class="payee">
      {pieces.map((piece) => {
        if (piece === places.amount) return <BigAmount shape={shape} texts={texts} />
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

function BigAmount({ shape, texts }: Pick<SummaryProps, 'shape' | 'texts'>) {
  return (
    <span class={shape.amountClass}>
      <bdi>{texts.amount}</bdi>
      {shape.namesDollars ? <small> USD</small> : null}
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

export function Amount({ messages, payment }: Readonly<{ messages: Messages; payment: Payment }>) {
  return <bdi>{messages.money(payment.amountMinor, payment.currency)}</bdi>
}

type DescriptionProps = Readonly<{
  messages: Messages
  length: 'short' | 'long'
  start: string
  text: string
}>

export function Description({ messages, length, start, text }: DescriptionProps) {
  if (length === 'short') return <>{text}</>
  return (
    <>
      {start}…
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
