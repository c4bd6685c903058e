/**
 * Until when a short session can be paid, and the way to more time. Without scripts this is always on the page; with them,
 * only near the end, where it counts the minutes.
 */

import type { Merchant } from '../../core/merchant.ts'
import { type Payment, sessionEndMs, sessionLifeMs } from '../../core/payment/payment.ts'
import type { Messages } from '../messages.ts'
import { timeZoneOf } from '../time-zone.ts'

type TimeLimitProps = Readonly<{
  messages: Messages
  merchant: Merchant
  payment: Payment
  token: string
  nowMs: number
}>

/** For the script, which is shorter without their names. */
export type TimeFacts = readonly [
  leftMs: number,
  lifeMs: number,
  extensionsMax: number,
  fiveMinutes: string,
  oneMinute: string,
  over: string,
  extended: string,
]

/** Who pays at the last second is in time: the page names an end that is a little before the session's. */
const reserveMaxMs = 30_000

export function TimeLimit({ messages, merchant, payment, token, nowMs }: TimeLimitProps) {
  const lifeMs = sessionLifeMs(payment)
  const endMs = sessionEndMs(payment) - Math.min(reserveMaxMs, Math.floor(lifeMs / 60))
  const minutes = (count: number): string => messages.text('time.minutes', { count })
  const facts: TimeFacts = [
    ...([endMs - nowMs, lifeMs, payment.extensionsMax] as const),
    ...([minutes(5), minutes(1), messages.text('time.over'), messages.text('time.extended')] as const),
  ]
  return (
    <form
      class="time"
      method="post"
      action={messages.link(`/hpp/${payment.id}/extend/${token}`)}
      data-facts={JSON.stringify(facts)}
    >
      <p>{messages.text('time.until', { date: messages.date(endMs, timeZoneOf(merchant.country)) })}</p>
      <p aria-hidden="true">
        {messages.text('time.left')} <b />
      </p>
      <p class="unseen" role="status" />
      {payment.extensions < payment.extensionsMax ? (
        <button type="submit" name="extension" value={payment.extensions + 1}>
          {messages.text('time.more')}
        </button>
      ) : null}
    </form>
  )
}
