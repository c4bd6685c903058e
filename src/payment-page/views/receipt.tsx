/** The facts of a payment, without anything about the customer, because many people may have the link. */

import { brandLooks } from '../../card-brands/brand-table.ts'
import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import type { Messages } from '../messages.ts'
import { contactUrl } from './document.tsx'
import { Amount, sellerLine } from './summary.tsx'

type ReceiptProps = Readonly<{ messages: Messages; payment: Payment; merchant: Merchant }>

export function Receipt({
  messages,
  payment,
  merchant,
  refundedMinor,
}: ReceiptProps & Readonly<{ refundedMinor: number }>) {
  const { card, ending } = payment
  return (
    <dl class="receipt">
      <Row label={messages.text('receipt.seller')}>
        {merchant.name}
        <SellerLine messages={messages} merchant={merchant} />
      </Row>
      <Row label={messages.text('receipt.amount')}>
        <Amount messages={messages} payment={payment} />
      </Row>
      {refundedMinor === 0 ? null : (
        <Row label={messages.text('receipt.refunded')}>
          <bdi>{messages.money(refundedMinor, payment.currency)}</bdi>
        </Row>
      )}
      {card === null ? null : (
        <Row label={messages.text('receipt.card')}>
          {messages.text('receipt.cardValue', {
            brand: card.brand === null ? messages.text('receipt.cardPlain') : brandLooks[card.brand].name,
            last4: card.last4,
          })}
        </Row>
      )}
      {ending === null ? null : (
        <Row label={messages.text('receipt.date')}>
          <time datetime={new Date(ending.atMs).toISOString()}>{messages.date(ending.atMs)}</time>
        </Row>
      )}
    </dl>
  )
}

function SellerLine({ messages, merchant }: Readonly<{ messages: Messages; merchant: Merchant }>) {
  const seller = sellerLine(merchant, messages.formatLocale)
  return seller === null ? null : <small>{seller}</small>
}

function Row({ label, children }: Readonly<{ label: string; children?: unknown }>) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children as string}</dd>
    </div>
  )
}

/** What a customer can quote to the shop's support. */
export function Reference({ messages, payment, merchant }: ReceiptProps) {
  const contact = contactUrl(merchant)
  return (
    <section class="reference" aria-label={messages.text('receipt.reference')}>
      <p>
        {messages.text('receipt.reference')} <code translate="no">{payment.id}</code>
      </p>
      {contact === null ? null : (
        <p>
          <a href={contact}>{messages.text('contact.text', { merchant: merchant.name })}</a>
        </p>
      )}
    </section>
  )
}
