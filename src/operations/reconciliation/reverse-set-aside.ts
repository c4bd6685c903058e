/**
 * Settling what was set aside by a reversal. The acquirer was never asked, or holds what was to be reversed. Both end with
 * its acknowledgment, or a worker pays back what can no longer be reversed.
 */
import type { Attempt } from '../../core/attempt/attempt.ts'
import type { Command } from '../../core/payment/commands.ts'
import type { Payment } from '../../core/payment/payment.ts'
import { waitedMs } from '../../core/payment/waiting.ts'
import type { Difference } from '../../core/reconciliation/difference.ts'
import type { Refund } from '../../core/refund/refund.ts'
import { refundSources } from '../../core/refund/refund-sources.ts'
import type { RefundTerms } from '../../ports/acquirer.ts'
import { type AskedAcquirer, acquirerNamed } from '../acquirer/acquirers.ts'
import { askAcquirer } from '../acquirer/ask-acquirer.ts'
import { inquire, inquireRefund, reverse, reverseRefund } from '../acquirer/questions.ts'
import { askedOf, attemptTerms, refundTerms } from '../acquirer/terms.ts'
import { changePayment } from '../change-payment.ts'
import type { Gateway } from '../gateway.ts'
import { notChargedRefund, paymentOf } from './repair-terms.ts'

/** The last repetition has arrived by then. */
const quietAfterMs = 10 * 60_000

/** False if the acquirer did not confirm, or if the entry is no longer set aside. */
export async function reverseSetAside(gateway: Gateway, difference: Difference): Promise<boolean> {
  const payment = await paymentOf(gateway, difference)
  if (payment === null) return false
  const command = await settling(gateway, payment, difference.reference)
  return command !== null && (await changePayment(gateway, payment.id, command)).kind === 'changed'
}

function settling(gateway: Gateway, payment: Payment, reference: string): Promise<Command | null> {
  const isMeant = (entry: Attempt | Refund) => entry.reference === reference && entry.state === 'set_aside'
  const refund = payment.refunds.find(isMeant)
  if (refund !== undefined) return settlingRefund(gateway, payment, refund)
  const attempt = payment.attempts.find(isMeant)
  return attempt === undefined ? Promise.resolve(null) : settlingAttempt(gateway, payment, attempt)
}

async function settlingRefund(gateway: Gateway, payment: Payment, { id }: Refund): Promise<Command | null> {
  const { refund, original } = refundSources(payment, id)
  const terms = refundTerms(gateway, payment, refund, original)
  const asked = askedOf(payment, original)
  const { kind } = await askAcquirer(gateway, asked, reverseRefund(terms))
  const isUndone = kind === 'reversed' || (await wasNeverMade(gateway, asked, refund, terms))
  return isUndone ? { type: 'record_refund_answer', refundId: id, answer: notChargedRefund } : null
}

/**
 * Where refunds cannot be reversed, one that is in neither the statement nor an answer was never made, once the time is
 * over in which it was sent again.
 */
async function wasNeverMade(
  gateway: Gateway,
  asked: AskedAcquirer,
  { createdAtMs }: Refund,
  terms: RefundTerms,
): Promise<boolean> {
  const acquirer = acquirerNamed(gateway, asked.mode, asked.acquirer)
  if (acquirer === null || acquirer.reverseRefund !== undefined) return false
  const forMs = acquirer.capabilities.refundIsRepeatableForMs
  const { nowMs, history: clock } = gateway.time.read()
  if (forMs === null || waitedMs({ nowMs, clock }, createdAtMs) <= forMs + quietAfterMs) return false
  return (await askAcquirer(gateway, asked, inquireRefund(terms))).kind === 'not_found'
}

async function settlingAttempt(gateway: Gateway, payment: Payment, attempt: Attempt): Promise<Command> {
  const { number } = attempt
  const asked = askedOf(payment, attempt)
  const terms = attemptTerms(gateway, payment, attempt)
  const answer = await askAcquirer(gateway, asked, reverse(terms))
  if (answer.kind === 'reversed') return { type: 'record_conclusive_answer', number, answer }
  const inquiry = await askAcquirer(gateway, asked, inquire(terms))
  // What was set aside has arrived long ago, or never will.
  const isTombstone = true
  return { type: 'record_reversal', number, answer, inquiry, isTombstone, epoch: payment.epoch }
}
