/** Personal data in the memory storage: whose it is, and what is left of an event without it. */
import type { AnyEvent } from '../../src/core/payment/events.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { noPersonalTerms } from '../../src/core/payment/personal-data.ts'
import type { SavedEvent } from './stored-payment.ts'

export function emailsOf(
  { suppliedCustomer, personalDataRemovedAtMs }: Payment,
  events: readonly SavedEvent[],
) {
  if (personalDataRemovedAtMs !== null) return []
  const typed = events.map(({ event }) => ('customer' in event ? event.customer?.email : undefined))
  return [suppliedCustomer?.email, ...typed]
}

/** As a database has it that keeps personal data beside the events. */
export function withoutPersonalData(event: AnyEvent): AnyEvent {
  if (event.type === 'payment_created') {
    return { ...event, terms: { ...event.terms, ...noPersonalTerms }, customer: null }
  }
  return event.type === 'attempt_started' ? { ...event, customer: null } : event
}
