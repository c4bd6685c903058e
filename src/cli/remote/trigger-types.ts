/** The events that can be triggered, and what makes each of them happen. */
import type { PublicEventType } from '../../core/public-events.ts'

export type Way = Readonly<{
  /** For people. */
  how: string
  /** The name of the test card that is charged; null: a session is opened instead. */
  card: string | null
  /** What then happens to it. */
  next: 'nothing' | 'cancel' | 'expire' | 'refund'
}>

export const ways = {
  'payment.succeeded': { how: 'a direct payment', card: 'approved', next: 'nothing' },
  'payment.failed': {
    how: 'a direct payment with a card that is declined',
    card: 'do_not_honor',
    next: 'nothing',
  },
  'payment.canceled': { how: 'a session that the merchant cancels', card: null, next: 'cancel' },
  'payment.expired': {
    how: 'a session that expires, only in the sandbox',
    card: null,
    next: 'expire',
  },
  'payment.requires_action': {
    how: 'a direct payment that the bank wants the customer to confirm',
    card: 'challenge',
    next: 'nothing',
  },
  'refund.created': { how: 'a direct payment that is refunded', card: 'approved', next: 'refund' },
  'refund.succeeded': {
    how: 'a direct payment that is refunded, once the refund has settled',
    card: 'approved',
    next: 'refund',
  },
  'refund.failed': {
    how: 'a direct payment with a card whose refunds fail',
    card: 'refunds_fail',
    next: 'refund',
  },
} as const satisfies Readonly<Record<PublicEventType, Way>>
