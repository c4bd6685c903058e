/** Adopting a line: it becomes an entry of ours, or settles one. The acquirer is asked once more before that. */
import type { Attempt } from '../../core/attempt/attempt.ts'
import { refundIdOf } from '../../core/attempt/reference.ts'
import type { Command } from '../../core/payment/commands.ts'
import { attemptReferenced, type Mode, type Payment } from '../../core/payment/payment.ts'
import type { Difference } from '../../core/reconciliation/difference.ts'
import type { StatementLine } from '../../core/reconciliation/statement.ts'
import { refundSources } from '../../core/refund/refund-sources.ts'
import { acquirerNamed } from '../acquirer/acquirers.ts'
import { askAcquirer } from '../acquirer/ask-acquirer.ts'
import { inquire, inquireRefund } from '../acquirer/questions.ts'
import { askedOf, refundTerms } from '../acquirer/terms.ts'
import { changePayment } from '../change-payment.ts'
import type { Gateway } from '../gateway.ts'
import {
  asRefundAnswer,
  authorizationOf,
  type DifferenceWithLine,
  ownerOf,
  paymentOf,
} from './repair-terms.ts'

/** False if nothing was changed, for example because the acquirer no longer says what the line said. */
export async function adopt(gateway: Gateway, mode: Mode, difference: Difference): Promise<boolean> {
  const { line } = difference
  const payment = await paymentOf(gateway, difference)
  if (payment === null || line === null) return false
  if (line.kind === 'refund') return adoptRefund(gateway, payment, line)
  const attempt = attemptReferenced(payment, line.reference)
  return attempt?.decision != null && difference.amountMinor === 0
    ? adoptPayBack(gateway, payment, attempt)
    : adoptAttempt(gateway, mode, payment, attempt?.number ?? null, { ...difference, line })
}

async function adoptAttempt(
  gateway: Gateway,
  mode: Mode,
  payment: Payment,
  ownNumber: number | null,
  difference: DifferenceWithLine,
): Promise<boolean> {
  const { line, owner } = difference
  const { last4, handle } = line
  const number = ownNumber ?? payment.attempts.length + 1
  if (ownNumber === null) {
    if (last4 === null) return false
    const card = { brand: null, last4, expMonth: null, expYear: null, country: null }
    const acquirer = { ...owner, handle, mustPrepare: false }
    const command = { type: 'start_attempt', number, card, customer: null, ...acquirer } as const
    if ((await changePayment(gateway, payment.id, command)).kind !== 'changed') return false
  }
  const terms = authorizationOf(gateway, payment, difference)
  const answer = await askAcquirer(gateway, ownerOf(mode, difference), inquire(terms))
  return isChanged(gateway, payment, { type: 'record_conclusive_answer', number, answer })
}

/** The attempt was set aside, and the statement says that nothing is held anymore, so a person has refunded it. */
function adoptPayBack(gateway: Gateway, payment: Payment, { number }: Attempt): Promise<boolean> {
  const answer = { kind: 'succeeded', acquirerRefundId: 'made manually' } as const
  return isChanged(gateway, payment, { type: 'record_pay_back', number, answer, epoch: payment.epoch })
}

/** A refund that was requested after the restored copy was made, or one whose outcome is still unknown. */
async function adoptRefund(gateway: Gateway, payment: Payment, line: StatementLine): Promise<boolean> {
  const { reference, amountMinor } = line
  const own = payment.refunds.find((refund) => refund.reference === reference)
  const refundId = own?.id ?? refundIdOf(gateway.installationId, reference)
  if (refundId === null) return false
  let current = payment
  if (own === undefined) {
    const reason = 'found at the acquirer'
    const command = { type: 'request_refund', refundId, reference, amountMinor, reason } as const
    const requested = await changePayment(gateway, payment.id, command)
    if (requested.kind !== 'changed') return false
    current = requested.payment
  }
  const { refund, original } = refundSources(current, refundId)
  const asked = askedOf(current, original)
  const acquirerRefundId = refund.acquirerRefundId ?? line.acquirerTransactionId
  const terms = refundTerms(gateway, current, { ...refund, acquirerRefundId }, original)
  const inquiry = await askAcquirer(gateway, asked, inquireRefund(terms))
  if (own?.state === 'reversing') {
    const answer = { kind: 'unknown', cause: 'not asked' } as const
    const { epoch } = payment
    const acquirer = acquirerNamed(gateway, asked.mode, asked.acquirer)
    return isChanged(gateway, payment, {
      type: 'record_refund_reversal',
      refundId,
      answer,
      inquiry,
      isTombstone: acquirer?.capabilities.refundReversalIsTombstone === true,
      epoch,
    })
  }
  return isChanged(gateway, payment, {
    type: 'record_refund_answer',
    refundId,
    answer: asRefundAnswer(inquiry),
  })
}

async function isChanged(gateway: Gateway, payment: Payment, command: Command): Promise<boolean> {
  return (await changePayment(gateway, payment.id, command)).kind === 'changed'
}
