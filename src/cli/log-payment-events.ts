/** Logs what happens to payments as it happens. */

import { explainEvent } from '../core/explain/explain-event.ts'
import type { PaymentEvent } from '../core/payment/events.ts'
import type { Payment } from '../core/payment/payment.ts'
import type { Log } from '../ports/system.ts'

export function logPaymentEvents(log: Log): (payment: Payment, events: readonly PaymentEvent[]) => void {
  return ({ id }, events) => {
    for (const event of events)
      log.info(
        { paymentId: id, event: event.type },
        explainEvent(event, (atMs) => new Date(atMs).toISOString()),
      )
  }
}
