/**
 * Repairs by rule what a program may repair of a difference between the books. Each repair stands alone and looks at the
 * payment anew; one that fails is left, and found again by the next run.
 */
import type { RefundAnswer, RefundInquiryAnswer } from '../core/answers.ts'
import { type Attempt, isAttemptSettled } from '../core/attempt.ts'
import type { Command } from '../core/commands.ts'
import type { Difference } from '../core/difference.ts'
import type { Mode, Payment } from '../core/payment.ts'
import { correctionReference, refundIdOf } from '../core/reference.ts'
import type { Refund } from '../core/refund.ts'
import type { StatementLine } from '../core/statement.ts'
import type { Acquirer } from '../ports.ts'
import { askAcquirer } from './ask-acquirer.ts'
import { changePayment } from './change-payment.ts'
import { acquirerOf, type Gateway } from './gateway.ts'

export type Repaired = Difference & Readonly<{ result: 'adopted' | 'reversed' | 'left' }>

export async function repair(gateway: Gateway, mode: Mode, difference: Difference): Promise<Repaired> {
  return { ...difference, result: await tryRepair(gateway, mode, difference) }
}

async function tryRepair(gateway: Gateway, mode: Mode, difference: Difference): Promise<Repaired['result']> {
  switch (difference.proposal) {
    case 'adopt':
      return (await adopt(gateway, mode, difference)) ? 'adopted' : 'left'
    case 'reverse': {
      const undo = difference.kind === 'set_aside' ? reverseSetAside : takeBack
      return (await undo(gateway, mode, difference)) ? 'reversed' : 'left'
    }
    default:
      return 'left'
  }
}

async function paymentOf(gateway: Gateway, { paymentId }: Difference): Promise<Payment | null> {
  return paymentId === null ? null : gateway.storage.findPayment(paymentId)
}

// ---- believing the acquirer

async function adopt(gateway: Gateway, mode: Mode, difference: Difference): Promise<boolean> {
  const { line } = difference
  const payment = await paymentOf(gateway, difference)
  if (payment === null || line === null) return false
  return line.kind === 'refund'
    ? adoptRefund(gateway, mode, payment, line)
    : adoptAttempt(gateway, mode, payment, line)
}

async function adoptAttempt(
  gateway: Gateway,
  mode: Mode,
  payment: Payment,
  line: StatementLine,
): Promise<boolean> {
  const { reference } = line
  const known = payment.attempts.find((attempt) => attempt.reference === reference)
  const number = known?.number ?? payment.attempts.length + 1
  if (known === undefined) {
    if (line.last4 === null) return false
    const card = { brand: null, last4: line.last4, expMonth: null, expYear: null, country: null }
    const command = { type: 'start_attempt', number, card, customer: null } as const
    if ((await changePayment(gateway, payment.id, command)).kind !== 'changed') return false
  }
  const answer = await ask(gateway, mode, (acquirer, signal) => acquirer.inquire(reference, signal))
  const result = await changePayment(gateway, payment.id, { type: 'record_definite', number, answer })
  return result.kind === 'changed'
}

/** A refund that was asked for after the copy was made that we were restored from, or one that was set aside. */
async function adoptRefund(
  gateway: Gateway,
  mode: Mode,
  payment: Payment,
  line: StatementLine,
): Promise<boolean> {
  const { reference, amountMinor } = line
  const known = payment.refunds.find((refund) => refund.reference === reference)
  const refundId = known?.id ?? refundIdOf(gateway.installationId, reference)
  if (refundId === null) return false
  if (known === undefined) {
    const reason = 'found at the acquirer'
    const command = { type: 'request_refund', refundId, reference, amountMinor, reason } as const
    const requested = await changePayment(gateway, payment.id, command)
    if (requested.kind !== 'changed') return false
  }
  const found = await ask(gateway, mode, (acquirer, signal) => acquirer.inquireRefund(reference, signal))
  const command = { type: 'record_refund_answer', refundId, answer: asAnswer(found) } as const
  return (await changePayment(gateway, payment.id, command)).kind === 'changed'
}

function asAnswer(found: RefundInquiryAnswer): RefundAnswer {
  if (found.kind === 'reversed') return untakenRefund
  return found.kind === 'not_found' ? { kind: 'unknown', cause: 'the acquirer does not know it' } : found
}

const untakenRefund = { kind: 'failed', declineCode: 'processing_error' } as const

// ---- taking back

async function takeBack(gateway: Gateway, mode: Mode, difference: Difference): Promise<boolean> {
  if (!(await isStillTheirsOnly(gateway, difference))) return false
  const { reference, line, amountMinor } = difference
  // Where a part was paid back already there is nothing to reverse any more, but a rest to pay back.
  const isRest = line !== null && amountMinor < line.amountMinor
  const isDone = isRest ? await payBack(gateway, mode, difference) : await reverse(gateway, mode, reference)
  gateway.log.warn({ reference, amountMinor, isDone }, 'reconciliation takes back money that has no payment')
  return isDone
}

/**
 * Since the comparison a customer may have begun the attempt that bears this reference, or a worker may have settled it:
 * then a reversal would take back a payment that succeeds. An open payment is left until it has ended.
 */
async function isStillTheirsOnly(gateway: Gateway, difference: Difference): Promise<boolean> {
  const payment = await paymentOf(gateway, difference)
  if (payment === null) return true
  const attempt = payment.attempts.find((one) => one.reference === difference.reference)
  if (attempt === undefined) return payment.ending !== null
  return isAttemptSettled(attempt) && attempt.state !== 'approved'
}

async function reverse(gateway: Gateway, mode: Mode, reference: string): Promise<boolean> {
  const answer = await ask(gateway, mode, (acquirer, signal) => acquirer.reverse(reference, signal))
  return answer.kind === 'reversed'
}

async function payBack(
  gateway: Gateway,
  mode: Mode,
  { reference: originalReference, amountMinor, currency }: Difference,
): Promise<boolean> {
  const reference = correctionReference(originalReference, amountMinor)
  const request = { reference, originalReference, amountMinor, currency }
  const known = await ask(gateway, mode, (acquirer, signal) => acquirer.inquireRefund(reference, signal))
  if (known.kind !== 'not_found') return isPaying(known)
  return isPaying(await ask(gateway, mode, (acquirer, signal) => acquirer.refund(request, signal)))
}

function isPaying({ kind }: RefundAnswer | RefundInquiryAnswer): boolean {
  return kind === 'pending' || kind === 'succeeded'
}

/** They were never asked, or hold what we decided against: both ends with their acknowledgment. */
async function reverseSetAside(gateway: Gateway, mode: Mode, difference: Difference): Promise<boolean> {
  const { reference } = difference
  const payment = await paymentOf(gateway, difference)
  const command = payment === null ? null : settling(payment, reference)
  if (payment === null || command === null || !(await reverse(gateway, mode, reference))) return false
  return (await changePayment(gateway, payment.id, command)).kind === 'changed'
}

function settling(payment: Payment, reference: string): Command | null {
  const isMeant = (one: Attempt | Refund) => one.reference === reference && one.state === 'manual'
  const refund = payment.refunds.find(isMeant)
  if (refund !== undefined) {
    return { type: 'record_refund_answer', refundId: refund.id, answer: untakenRefund }
  }
  const attempt = payment.attempts.find(isMeant)
  if (attempt === undefined) return null
  return { type: 'record_definite', number: attempt.number, answer: { kind: 'reversed' } }
}

function ask<Answer>(
  gateway: Gateway,
  mode: Mode,
  question: (acquirer: Acquirer, signal: AbortSignal) => Promise<Answer>,
) {
  const acquirer = acquirerOf(gateway, mode)
  return askAcquirer(gateway, gateway.settings.inquiryTimeoutMs, (signal) => question(acquirer, signal))
}
