/** What happens to payments, from the events that are saved. No label says which payment, merchant, or card. */
import { Counter, type Registry } from 'prom-client'
import { lastAttempt, type Mode } from '../core/payment/payment.ts'
import type { Change, Creation } from '../ports/storage.ts'

/** The acquirer that a mode's payments go to, as long as they have no attempt. */
export type AcquirerName = (mode: Mode) => string

export function paymentMetrics(registers: Registry[]) {
  const events = new Counter({
    name: 'flowlix_payment_events_total',
    help: 'Events of payments that were saved, such as attempt_approved, by acquirer and mode.',
    labelNames: ['event', 'acquirer', 'mode'],
    registers,
  })
  const declines = new Counter({
    name: 'flowlix_declines_total',
    help: 'Declined attempts, by decline code, acquirer, and mode.',
    labelNames: ['code', 'acquirer', 'mode'],
    registers,
  })
  return {
    saved: (acquirerName: AcquirerName) => (saved: Creation | Change) => {
      const payment = 'after' in saved ? saved.after : saved.payment
      const { mode } = payment
      const labels = { acquirer: lastAttempt(payment)?.acquirer ?? acquirerName(mode), mode }
      if ('event' in saved) events.inc({ event: saved.event.type, ...labels })
      for (const event of saved.events) {
        events.inc({ event: event.type, ...labels })
        if (event.type === 'attempt_declined') declines.inc({ code: event.declineCode, ...labels })
      }
    },
  }
}
