/**
 * Orphans: lines of the acquirer whose references are not in our book. Either the database was restored from an older copy,
 * or they are not ours at all.
 */
import { type Attempt, blocksNextAttempt } from '../attempt/attempt.ts'
import {
  attemptReference,
  isCorrectionOf,
  isOfAnotherInstallation,
  paymentIdOf,
  refundIdOf,
} from '../attempt/reference.ts'
import { attemptReferenced, blockingAttempt, type Payment } from '../payment/payment.ts'
import { reservedMinor } from '../refund/refund.ts'
import type { BookOwner, Difference, DifferenceKind, Proposal } from './difference.ts'
import { isAnother } from './same-line.ts'
import {
  hasMovedMoney,
  heldMinor,
  isPaidBack,
  isUndecided,
  type StatementBook,
  type StatementLine,
} from './statement.ts'

export type Ours = Readonly<{
  installationId: string
  owner: BookOwner
  payments: ReadonlyMap<string, Payment>
}>

/** Null if the line needs no explanation: it moves no money, or is counted with another line. */
export function findOrphan(line: StatementLine, ours: Ours, theirs: StatementBook): Difference | null {
  if (isOfAnotherInstallation(ours.installationId, line.originalReference ?? line.reference)) {
    return ofAnotherInstallation(line, ours, theirs)
  }
  return line.kind === 'authorization'
    ? orphanAuthorization(line, ours, theirs)
    : orphanRefund(line, ours, theirs)
}

/** Its payment is in another database, or ours replaces a database that was lost. Only a person can say which. */
function ofAnotherInstallation(line: StatementLine, ours: Ours, theirs: StatementBook): Difference | null {
  const isCounted = line.kind === 'refund' && theirs.lines.has(line.originalReference ?? '')
  if (isCounted || !(hasMovedMoney(line) || isUndecided(line))) return null
  const held = heldMinor(theirs, line)
  return held <= 0 ? null : orphan(line, ours, null, held, 'another_installation', 'person')
}

function orphanAuthorization(line: StatementLine, ours: Ours, theirs: StatementBook): Difference | null {
  if (!hasMovedMoney(line) && !isUndecided(line)) return null
  const paymentId = paymentIdOf(ours.installationId, line.reference)
  const payment = ours.payments.get(paymentId ?? '') ?? null
  const held = heldMinor(theirs, line)
  const difference = (kind: DifferenceKind, proposal: Proposal, amountMinor = held) =>
    orphan(line, ours, payment, amountMinor, kind, proposal)
  // Another system may share the account, so what is not ours is not touched.
  if (paymentId === null) return difference('only_theirs', 'person')
  if (payment !== null && isAdoptable(payment, line, ours))
    return difference('only_theirs', 'adopt', line.amountMinor)
  if (held <= 0) return null
  // At any moment a customer may start the attempt that has this reference.
  if (payment?.ending === null) return difference('only_theirs', 'wait')
  const elsewhere = payment === null ? null : attemptReferenced(payment, line.reference)
  if (elsewhere !== null) return difference(kindElsewhere(elsewhere, line), 'person')
  const isDouble = payment?.ending.kind === 'succeeded' && hasMovedMoney(line)
  return difference(isDouble ? 'double' : 'only_theirs', 'reverse')
}

/** A repair would ask about our attempt, and the line is either the same charge or one that it does not know. */
function kindElsewhere(attempt: Attempt, line: StatementLine): DifferenceKind {
  return isAnother(attempt, line) ? 'double' : 'other_account'
}

/** An open payment can adopt the line as its next attempt. It is open only as long as another card may be tried. */
function isAdoptable(payment: Payment, line: StatementLine, { installationId }: Ours): boolean {
  return (
    payment.ending === null &&
    blockingAttempt(payment) === null &&
    line.reference === attemptReference(installationId, payment.id, payment.attempts.length + 1) &&
    hasMovedMoney(line) &&
    line.last4 !== null &&
    line.amountMinor === payment.amountMinor &&
    line.currency === payment.currency
  )
}

function orphanRefund(line: StatementLine, ours: Ours, theirs: StatementBook): Difference | null {
  if (!isPaidBack(line)) return null
  // No reference is empty, so that stands for one that is not known.
  const original = line.originalReference ?? ''
  if (original !== '' && isCorrectionOf(line.reference, original)) return null
  const payment = ours.payments.get(paymentIdOf(ours.installationId, original) ?? '') ?? null
  const attempt = payment === null ? null : attemptReferenced(payment, original)
  const authorization = theirs.lines.get(original) ?? null
  if (payment?.refunds.some(({ reference }) => reference === line.reference) === true) {
    return orphan(line, ours, payment, line.amountMinor, 'other_account', 'person')
  }
  const difference = (proposal: Proposal) =>
    orphan(line, ours, payment, line.amountMinor, 'only_theirs', proposal)
  if (payment !== null && isOrWillBeTaken(payment, attempt, authorization, ours)) {
    return difference(fits(payment, line, ours) ? 'adopt' : 'person')
  }
  if (attempt !== null && blocksNextAttempt(attempt)) return difference('wait')
  // Otherwise it is counted with its authorization, which belongs to no payment of ours.
  return authorization === null ? difference('person') : null
}

function isOrWillBeTaken(
  payment: Payment,
  attempt: Attempt | null,
  authorization: StatementLine | null,
  ours: Ours,
): boolean {
  if (attempt !== null) return attempt.state === 'approved'
  return authorization !== null && isAdoptable(payment, authorization, ours)
}

function fits(payment: Payment, line: StatementLine, { installationId }: Ours): boolean {
  const remainingMinor = payment.amountMinor - reservedMinor(payment.refunds)
  return (
    refundIdOf(installationId, line.reference) !== null &&
    line.currency === payment.currency &&
    line.amountMinor <= remainingMinor
  )
}

function orphan(
  line: StatementLine,
  { owner }: Ours,
  payment: Payment | null,
  amountMinor: number,
  kind: DifferenceKind,
  proposal: Proposal,
): Difference {
  const { reference, currency } = line
  return { kind, reference, paymentId: payment?.id ?? null, amountMinor, currency, proposal, line, owner }
}
