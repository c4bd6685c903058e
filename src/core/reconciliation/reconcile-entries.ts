/** Our entries, each compared with the acquirer's line under the same reference. */
import type { AttemptState } from '../attempt/attempt.ts'
import type { Currency } from '../money.ts'
import { approvedAttempt, type Payment } from '../payment/payment.ts'
import type { RefundState } from '../refund/refund.ts'
import type { BookOwner, Difference, DifferenceKind, Proposal } from './difference.ts'
import type { Identity } from './same-line.ts'
import {
  edgeMs,
  hasMovedMoney,
  heldMinor,
  isUndecided,
  type StatementBook,
  type StatementLine,
  type StatementSpan,
} from './statement.ts'

/** Whether an entry of ours has moved money: certainly, certainly not, or a worker or a person must find out. */
type MoneyMoved = 'yes' | 'no' | 'unknown' | 'set_aside'

export type Entry = Identity &
  Readonly<{
    paymentId: string
    reference: string
    state: AttemptState | RefundState
    moneyMoved: MoneyMoved
    /** It was decided to reverse it. */
    isDecided: boolean
    isRefund: boolean
    amountMinor: number
    currency: Currency
    owner: BookOwner
    atMs: number
  }>

const attemptMovedMoney: Readonly<Record<AttemptState, MoneyMoved>> = {
  approved: 'yes',
  declined: 'no',
  not_sent: 'no',
  reversed: 'no',
  paid_back: 'no',
  sending: 'unknown',
  challenged: 'unknown',
  unknown: 'unknown',
  reversing: 'unknown',
  paying_back: 'unknown',
  set_aside: 'set_aside',
}

const refundMovedMoney: Readonly<Record<RefundState, MoneyMoved>> = {
  succeeded: 'yes',
  failed: 'no',
  sending: 'unknown',
  pending: 'unknown',
  unknown: 'unknown',
  reversing: 'unknown',
  set_aside: 'set_aside',
}

/** One entry for each attempt and each refund of the payment. */
export function entriesOf(payment: Payment): readonly Entry[] {
  const { id: paymentId, amountMinor, currency } = payment
  const attempts = payment.attempts.map(
    (attempt): Entry => ({
      paymentId,
      reference: attempt.reference,
      handle: attempt.handle,
      acquirerTransactionId: attempt.acquirerTransactionId,
      state: attempt.state,
      moneyMoved: attemptMovedMoney[attempt.state],
      isDecided: attempt.decision !== null,
      isRefund: false,
      amountMinor,
      currency,
      owner: { acquirer: attempt.acquirer, account: attempt.account },
      atMs: attempt.startedAtMs,
    }),
  )
  return [...attempts, ...refundEntriesOf(payment)]
}

/** A refund is made where the card was charged. */
function refundEntriesOf(payment: Payment): readonly Entry[] {
  const { id: paymentId, currency } = payment
  const approved = approvedAttempt(payment)
  if (approved === null) return []
  const { acquirer, account } = approved
  return payment.refunds.map((refund) => ({
    paymentId,
    reference: refund.reference,
    handle: null,
    acquirerTransactionId: refund.acquirerRefundId,
    state: refund.state,
    moneyMoved: refundMovedMoney[refund.state],
    isDecided: false,
    isRefund: true,
    amountMinor: refund.amountMinor,
    currency,
    owner: { acquirer, account },
    atMs: refund.createdAtMs,
  }))
}

/** Null where both books say the same. */
export function compareEntry(
  entry: Entry,
  line: StatementLine | null,
  theirs: StatementBook,
  span: StatementSpan,
): Difference | null {
  const { reference, paymentId, currency, moneyMoved, isRefund, owner } = entry
  const difference = (
    kind: DifferenceKind,
    proposal: Proposal,
    amountMinor = entry.amountMinor,
  ): Difference => ({ kind, proposal, line, reference, paymentId, amountMinor, currency, owner })
  if (moneyMoved === 'unknown') return difference(...differenceWhileUnknown(entry, line, span))
  const hasMoved = line !== null && hasMovedMoney(line)
  const held = hasMoved ? heldMinor(theirs, line) : 0
  const differs = hasMoved && (line.amountMinor !== entry.amountMinor || line.currency !== currency)
  if (moneyMoved === 'set_aside') {
    return differs
      ? difference('amount_differs', 'person')
      : difference(
          'set_aside',
          proposalForSetAside(entry, line, held),
          hasMoved && !isRefund ? held : entry.amountMinor,
        )
  }
  if (line !== null && isUndecided(line)) return difference('in_doubt', 'wait')
  if (moneyMoved === 'yes') {
    if (!hasMoved) return difference('only_ours', 'person')
    return differs ? difference('amount_differs', 'person') : null
  }
  return held === 0 ? null : difference('only_theirs', isRefund ? 'person' : 'reverse', held)
}

/** An unknown outcome needs no action while the acquirer does not know it either, or a worker is about to learn it. */
function differenceWhileUnknown(
  { state, isRefund, atMs }: Entry,
  line: StatementLine | null,
  span: StatementSpan,
): [DifferenceKind, Proposal] {
  if (line === null || isUndecided(line)) return ['in_doubt', state === 'challenged' ? 'customer' : 'wait']
  // The money goes back by a refund, which does not change this line.
  if (state === 'paying_back' || atMs >= span.toMs - edgeMs) return ['in_doubt', 'wait']
  if (state !== 'reversing' || isRefund) return ['behind', 'adopt']
  return [hasMovedMoney(line) ? 'behind' : 'in_doubt', 'wait']
}

/** How an entry that was set aside can be settled. */
function proposalForSetAside({ isDecided }: Entry, line: StatementLine | null, held: number): Proposal {
  // The acquirer has no record of it, and a reversal makes sure that it never will.
  if (line === null) return 'reverse'
  if (isUndecided(line)) return isDecided ? 'reverse' : 'person'
  // Once nothing is held anymore, a person has refunded it, and the decision to reverse has come true.
  return hasMovedMoney(line) && isDecided && held > 0 ? 'reverse' : 'adopt'
}
