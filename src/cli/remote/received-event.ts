/** Events as a gateway sends them, as far as commands look at them. A later gateway may send types that we do not know. */

export type ReceivedEvent = Readonly<{
  id: string
  type: string
  created_at: number
  data: Readonly<{ payment?: Money & Readonly<{ id: string }>; refund?: Money }>
}>

type Money = Readonly<{ amount: number; currency: string }>

/** `EUR 25.00` of the refund or the payment; empty for an event without money. */
export function amountOf({ data: { refund, payment } }: ReceivedEvent): string {
  const money = refund ?? payment
  return money === undefined ? '' : `${money.currency.toUpperCase()} ${(money.amount / 100).toFixed(2)}`
}

export function paymentOf({ data: { payment } }: ReceivedEvent): string {
  return payment?.id ?? ''
}
