/** A time, which the page's script writes in the customer's zone. */
import type { Merchant } from '../../core/merchant.ts'
import type { Messages } from '../messages.ts'
import { timeZoneOf } from '../time-zone.ts'

type WhenProps = Readonly<{ messages: Messages; merchant: Merchant; atMs: number }>

export function When({ messages, merchant, atMs }: WhenProps) {
  return (
    <time datetime={new Date(atMs).toISOString()}>{messages.date(atMs, timeZoneOf(merchant.country))}</time>
  )
}
