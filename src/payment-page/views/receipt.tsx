/** The facts of a payment, without anything about the customer, because many people may have the link. */

import { networkName } from '../../card-brands/networks.ts'
import type { Card } from '../../core/card/card.ts'
import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import type { Refund } from '../../core/refund/refund.ts'
import { contactsOf } from '../contacts.ts'
import type { Messages } from '../messages.ts'
import { descriptionLength, descriptionStart } from '../summary-shape.ts'
import { Amount, Description, sellerLine } from './summary.tsx'
import { When } from './when.tsx'

type ReceiptProps = Readonly<{ messages: Messages; payment: Payment; merchant: Merchant }>

/** The amount stands above it, unless refunds do. */
export function Receipt({ messages, payment, merchant }: ReceiptProps) {
  const { card, ending, description, refunds } = payment
  const seller = sellerLine(merchant, messages.formatLocale, [merchant.legalName, merchant.addressLine])
  const shown = shownRefunds(refunds)
  return (
    <dl class="receipt">
      {shown.length === 0 ? null : (
        <Row label={messages.text('receipt.amount')}>
          <Amount messages={messages} payment={payment} />
        </Row>
      )}
      {shown.map((refund) => (
        <RefundRow messages={messages} merchant={merchant} payment={payment} refund={refund} />
      ))}
      {description === null ? null : (
        <Row label={messages.text('open.description')}>
          <Description
            messages={messages}
            length={descriptionLength(description)}
            start={descriptionStart(description)}
            text={description}
          />
        </Row>
      )}
      <Row label={messages.text('receipt.seller')}>
        {merchant.name}
        {seller === null ? null : <small>{seller}</small>}
      </Row>
      {card === null ? null : (
        <Row label={messages.text('receipt.card')}>
          {messages.text('receipt.cardValue', {
            brand: cardName(messages, card),
            last4: card.last4,
          })}
          {merchant.statementDescriptor === null ? null : (
            <small>{messages.text('receipt.statement', { name: merchant.statementDescriptor })}</small>
          )}
        </Row>
      )}
      {ending === null ? null : (
        <Row label={messages.text('receipt.date')}>
          <When messages={messages} merchant={merchant} atMs={ending.atMs} />
        </Row>
      )}
      <Row label={messages.text('receipt.reference')}>
        <code translate="no">{payment.id}</code>
      </Row>
    </dl>
  )
}

/** By the network that was charged. */
function cardName(messages: Messages, { brand, network }: Card): string {
  const charged = network ?? brand
  return charged === null ? messages.text('receipt.cardPlain') : networkName(charged)
}

type RefundProps = ReceiptProps & Readonly<{ refund: Refund }>

function RefundRow({ messages, payment, merchant, refund }: RefundProps) {
  const isDone = refund.state === 'succeeded'
  return (
    <Row label={messages.text(isDone ? 'receipt.refunded' : 'receipt.refunding')}>
      <bdi>{messages.money(refund.amountMinor, payment.currency)}</bdi>
      <small>
        <When
          messages={messages}
          merchant={merchant}
          atMs={isDone ? (refund.completedAtMs ?? refund.updatedAtMs) : refund.createdAtMs}
        />
      </small>
    </Row>
  )
}

/** A refund that failed is the merchant's to repeat; the customer would wait for its money. */
function shownRefunds(refunds: readonly Refund[]): readonly Refund[] {
  return refunds.filter(({ state }) => state !== 'failed')
}

function Row({ label, children }: Readonly<{ label: string; children?: unknown }>) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children as string}</dd>
    </div>
  )
}

/** What a customer can quote to the shop's support; on a receipt, the reference is one of its rows. */
export function Reference({ messages, payment }: ReceiptProps) {
  return (
    <p class="reference">
      {messages.text('receipt.reference')} <code translate="no">{payment.id}</code>
    </p>
  )
}

/** On paper a link leads nowhere, so the address is written out. */
export function Contact({ messages, merchant }: Omit<ReceiptProps, 'payment'>) {
  const contacts = contactsOf(merchant)
  const [first] = contacts
  if (first === undefined) return null
  const written = contacts.map(({ text, href }) => text ?? href)
  return (
    <p class="contact">
      <a href={first.href}>{messages.text('contact.text', { merchant: merchant.name })}</a>
      <span class="paper">{written.join(', ')}</span>
    </p>
  )
}
