/** What must hold after every change, in production, too. A violation is a bug, and nothing is saved. */
import type { Attempt } from '../attempt/attempt.ts'
import { blocksNextAttempt } from '../attempt/attempt.ts'
import { isAmountMinor } from '../money.ts'
import { reservedMinor } from '../refund/refund.ts'
import type { Payment, PaymentTerms } from './payment.ts'
import { hasPersonalData, personalTermNames } from './personal-data.ts'

export class BrokenInvariant extends Error {
  override name = 'BrokenInvariant'
}

function must(condition: boolean, rule: string): asserts condition {
  if (!condition) throw new BrokenInvariant(rule)
}

/** Throws {@link BrokenInvariant} if the payment is in a state that must not exist. */
export function checkPayment(payment: Payment): void {
  const blocking = payment.attempts.filter(blocksNextAttempt)
  const approved = payment.attempts.filter((attempt) => attempt.state === 'approved')
  must(blocking.length <= 1, 'at most one attempt blocks the next one')
  must(payment.attempts.length <= payment.attemptsMax, 'attempts stay within the maximum')
  must(payment.extensions <= payment.extensionsMax, 'extensions stay within the maximum')
  must(
    (payment.ending?.kind === 'succeeded') === (approved.length === 1),
    'a payment has succeeded if and only if an attempt is approved',
  )
  must(
    blocking.every((attempt) => mayBlock(payment, attempt)),
    'an ended payment has no open attempts other than those to reverse',
  )
  must(
    payment.refunds.length === 0 || payment.ending?.kind === 'succeeded',
    'only a succeeded payment is refunded',
  )
  must(
    payment.refunds.every((refund) => isAmountMinor(refund.amountMinor)),
    'a refund has a positive amount',
  )
  must(reservedMinor(payment.refunds) <= payment.amountMinor, 'refunds never exceed the amount')
  must(
    payment.personalDataRemovedAtMs === null || (payment.ending !== null && !hasPersonalData(payment)),
    'personal data is removed as a whole, after the payment has ended',
  )
}

function mayBlock(payment: Payment, attempt: Attempt): boolean {
  return payment.ending === null || attempt.state === 'approved' || attempt.decision !== null
}

const termNames = [
  'id',
  'merchantId',
  'mode',
  'kind',
  'amountMinor',
  'currency',
  'description',
  'metadata',
  'locale',
  'returnUrl',
  'callbackUrl',
  'suppliedCustomer',
  'attemptsMax',
  'extensionsMax',
  'createdAtMs',
  'expiresAtMs',
] as const satisfies readonly (keyof PaymentTerms)[]

function isPersonal(name: (typeof termNames)[number]): boolean {
  return (personalTermNames as readonly string[]).includes(name)
}

/** Checks what no step may do, whatever the event. */
export function checkStep(before: Payment, after: Payment): void {
  const removes = before.personalDataRemovedAtMs !== after.personalDataRemovedAtMs
  must(!removes || before.personalDataRemovedAtMs === null, 'personal data is removed once')
  must(
    termNames.every((name) => before[name] === after[name] || (removes && isPersonal(name))),
    'the terms never change',
  )
  must(before.ending === null || before.ending === after.ending, 'an ending never changes')
  must(
    after.extensions >= before.extensions &&
      (before.ending === null || after.extensions === before.extensions),
    'a session is only ever extended, while it is open',
  )
  for (const attempt of before.attempts) {
    const next = after.attempts.find((other) => other.number === attempt.number)
    must(next !== undefined, 'attempts are never deleted')
    must(attempt.decision === null || attempt.decision === next.decision, 'a decision is final')
  }
  checkPayment(after)
}
