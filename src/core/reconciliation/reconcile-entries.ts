/** Our entries, each beside the acquirer's line under the same reference. */
import type { Attempt } from '../attempt/attempt.ts'
import type { Currency } from '../money.ts'
import type { Payment } from '../payment/payment.ts'
import type { Refund } from '../refund/refund.ts'
import type { Difference, DifferenceKind, Proposal } from './difference.ts'
import {
  edgeMs,
  hasMovedMoney,
  heldMinor,
  isUndecided,
  type StatementBook,
  type StatementLine,
  type StatementSpan,
} from './statement.ts'

type State = Attempt['state'] | Refund['state']

export type Entry = Readonly<{
  paymentId: string
  reference: string
  state: State
  /** What we say of their line: money moved, certainly none, or not known. */
  belief: 'moved' | 'none' | 'unknown' | 'set_aside'
  /** It was decided to reverse it. */
  isDecided: boolean
  isRefund: boolean
  amountMinor: number
  currency: Currency
  atMs: number
}>

export function entriesOf(payment: Payment): readonly Entry[] {
  const { id: paymentId, currency } = payment
  return [
    ...payment.attempts.map(({ reference, state, decision, startedAtMs }) => ({
      paymentId,
      reference,
      state,
      belief: beliefs[state],
      isDecided: decision !== null,
      isRefund: false,
      amountMinor: payment.amountMinor,
      currency,
      atMs: startedAtMs,
    })),
    ...payment.refunds.map(({ reference, state, amountMinor, createdAtMs }) => ({
      paymentId,
      reference,
      state,
      belief: beliefs[state],
      isDecided: false,
      isRefund: true,
      amountMinor,
      currency,
      atMs: createdAtMs,
    })),
  ]
}

const beliefs: Readonly<Record<State, Entry['belief']>> = {
  approved: 'moved',
  succeeded: 'moved',
  declined: 'none',
  not_sent: 'none',
  reversed: 'none',
  paid_back: 'none',
  failed: 'none',
  sending: 'unknown',
  challenged: 'unknown',
  unknown: 'unknown',
  reversing: 'unknown',
  paying_back: 'unknown',
  pending: 'unknown',
  set_aside: 'set_aside',
}

/** Null where both say the same. */
export function compareEntry(
  entry: Entry,
  line: StatementLine | null,
  theirs: StatementBook,
  span: StatementSpan,
): Difference | null {
  const { reference, paymentId, currency, belief, isRefund } = entry
  const difference = (
    kind: DifferenceKind,
    proposal: Proposal,
    amountMinor = entry.amountMinor,
  ): Difference => ({ kind, proposal, line, reference, paymentId, amountMinor, currency })
  if (belief === 'unknown') return difference(...unknown(entry, line, span))
  const isTaken = line !== null && hasMovedMoney(line)
  const held = isTaken ? heldMinor(theirs, line) : 0
  const differs = isTaken && (line.amountMinor !== entry.amountMinor || line.currency !== currency)
  if (belief === 'set_aside') {
    return differs
      ? difference('amount_differs', 'person')
      : difference('set_aside', settling(entry, line, held), isTaken && !isRefund ? held : entry.amountMinor)
  }
  if (line !== null && isUndecided(line)) return difference('in_doubt', 'wait')
  if (belief === 'moved') {
    if (!isTaken) return difference('only_ours', 'person')
    return differs ? difference('amount_differs', 'person') : null
  }
  return held === 0 ? null : difference('only_theirs', isRefund ? 'person' : 'reverse', held)
}

/** What we do not know is explained only as long as they do not know it either, or a worker is about to learn it. */
function unknown(
  { state, isRefund, atMs }: Entry,
  line: StatementLine | null,
  span: StatementSpan,
): [DifferenceKind, Proposal] {
  if (line === null || isUndecided(line)) return ['in_doubt', state === 'challenged' ? 'customer' : 'wait']
  // Their money goes back by a refund, which leaves the line as it is.
  if (state === 'paying_back' || atMs >= span.toMs - edgeMs) return ['in_doubt', 'wait']
  if (state !== 'reversing' || isRefund) return ['behind', 'adopt']
  return [hasMovedMoney(line) ? 'behind' : 'in_doubt', 'wait']
}

/** How what was set aside can be settled. */
function settling({ isDecided }: Entry, line: StatementLine | null, held: number): Proposal {
  // They do not know it, so it can be made sure that they never will.
  if (line === null) return 'reverse'
  if (isUndecided(line)) return isDecided ? 'reverse' : 'person'
  // What was decided against is believed once nothing is held any more: a person has paid it back.
  return hasMovedMoney(line) && isDecided && held > 0 ? 'reverse' : 'adopt'
}
