/** What must be true when the world has healed and an hour has passed: all is known, and both books agree. */
import { apply, create } from '../../src/core/apply.ts'
import type { PaymentCreated, PaymentEvent } from '../../src/core/events.ts'
import { BrokenInvariant } from '../../src/core/invariants.ts'
import type { Payment } from '../../src/core/payment.ts'
import { compareBooks } from '../../src/core/reconcile.ts'
import { statusOf } from '../../src/core/status.ts'
import type { Storage } from '../../src/ports.ts'
import type { AcquirerBook, Authorization } from './acquirer-book.ts'
import { wholeTime } from './clerk.ts'
import type { Clients } from './client.ts'
import type { Merchant } from './merchant.ts'
import { installationId } from './node.ts'
import { type OurBook, paymentKey } from './our-book.ts'
import { simulatedKeyId } from './parties.ts'
import type { Rumors } from './sim-acquirer.ts'
import { isSame } from './truth.ts'
import type { World } from './world.ts'

export type Ended = Readonly<{
  world: World
  ours: OurBook
  book: AcquirerBook
  rumors: Rumors
  clients: Clients
  merchant: Merchant
}>

/**
 * Some time after the world has healed, before the last pauses are over: whatever was in doubt is not any more. Wrong
 * clocks are excused, because waiting times were written with them, and so is a storage that was lost.
 */
export function checkRecovered({ world, ours }: Pick<Ended, 'world' | 'ours'>, healedAtMs: number): void {
  if (world.restorations > 0 || world.faults.skewsMs.some((skew) => skew !== 0)) return
  for (const payment of ours.payments.values()) {
    const inDoubt = payment.attempts.find(
      ({ state, startedAtMs }) =>
        startedAtMs < healedAtMs && ['sending', 'unknown', 'reversing'].includes(state),
    )
    world.must(
      inDoubt === undefined,
      `attempt ${inDoubt?.reference} is ${inDoubt?.state} long after all has healed`,
    )
  }
}

/** `truth` is what is committed. */
export async function checkEnd(ended: Ended, truth: Storage): Promise<void> {
  const { world, ours, merchant, clients } = ended
  for (const payment of ours.payments.values()) {
    checkKnown(ended, payment)
    checkMoney(ended, payment)
    checkRefunds(ended, payment)
    checkRefundKeys(ended, payment)
    clients.hear(payment.id, statusOf(payment), world.kernel.nowMs)
    world.must(
      isSame(await truth.findPayment(payment.id), payment),
      `${payment.id} is not what was committed`,
    )
    await checkRebuilt(world, truth, payment)
  }
  checkNothingForeign(ended)
  for (const { key, paymentId, body } of merchant.acknowledged) {
    world.must((await truth.findPayment(paymentId)) !== null, `acknowledged ${paymentId} is lost`)
    const record = await truth.findIdempotencyRecord(simulatedKeyId, key)
    world.must(record?.body === body, `the answer to ${key} is not what it was`)
  }
}

function setAside(payment: Payment) {
  return payment.attempts.find((attempt) => attempt.state === 'manual')
}

/** Nothing is in doubt any more; only a wrong amount needs a person. */
function checkKnown({ world, rumors }: Ended, payment: Payment): void {
  for (const { state, reference } of payment.attempts) {
    const isKnown = ['approved', 'declined', 'not_sent', 'reversed'].includes(state)
    const isExcused = state === 'manual' && rumors.misreported.has(reference)
    world.must(isKnown || isExcused, `attempt ${reference} of ${payment.id} is still ${state}`)
  }
  const isSetAside = setAside(payment) !== undefined
  world.must(payment.ending !== null || isSetAside, `${payment.id} has not ended`)
  for (const refund of payment.refunds) {
    const isKnown = refund.state === 'succeeded' || refund.state === 'failed'
    world.must(isKnown, `refund ${refund.reference} is still ${refund.state}`)
  }
}

/**
 * What reconciliation could not reverse any more, because a refund had gone before, it has paid back; what the
 * acquirer refused to pay back, it tells a person.
 */
function isAccountedFor({ world, ours, book }: Ended, { reference, amountMinor }: Authorization): boolean {
  if (world.restorations === 0) return false
  if (book.refundedOf(reference) === amountMinor) return true
  const isRefused = book.refunds.some(
    (one) => one.request.originalReference === reference && one.state === 'failed',
  )
  const { differences } = compareBooks({
    payments: [...ours.payments.values()],
    lines: book.statement(),
    span: wholeTime,
    installationId,
  })
  return isRefused && differences.some((one) => one.reference === reference)
}

function checkMoney(ended: Ended, payment: Payment): void {
  const { world, book } = ended
  if (setAside(payment) !== undefined) return
  const isTaken = payment.ending?.kind === 'succeeded'
  const live = book.live(paymentKey(payment)).filter((one) => isTaken || !isAccountedFor(ended, one))
  world.must(
    live.length === (isTaken ? 1 : 0),
    `${payment.id} ${payment.ending?.kind}, but the acquirer holds ${live.length} live approvals`,
  )
  const approved = payment.attempts.find((attempt) => attempt.state === 'approved')
  for (const one of live) {
    const isEqual = one.reference === approved?.reference && one.amountMinor === payment.amountMinor
    world.must(isEqual, `the acquirer's approval of ${payment.id} is another one`)
  }
}

function checkRefunds({ world, book }: Ended, payment: Payment): void {
  if (world.restorations > 0 && payment.ending?.kind !== 'succeeded') return
  for (const refund of payment.refunds) {
    const isPaid = book.findRefund(refund.reference)?.state === 'succeeded'
    world.must(
      isPaid === (refund.state === 'succeeded'),
      `refund ${refund.reference} differs between the books`,
    )
  }
  const ours = payment.refunds.filter((refund) => refund.state === 'succeeded')
  const sum = ours.reduce((total, refund) => total + refund.amountMinor, 0)
  world.must(book.refundedMinor(paymentKey(payment)) === sum, `the refunds of ${payment.id} differ in sum`)
}

/** Each key has paid back once at most, and once for certain when that was acknowledged. */
function checkRefundKeys({ world, merchant }: Ended, { id, refunds }: Payment): void {
  if (world.restorations > 0) return
  const { asked, acknowledged } = merchant.refundKeys.get(id) ?? { asked: 0, acknowledged: 0 }
  world.must(refunds.length <= asked, `${id} has ${refunds.length} refunds, and ${asked} were asked for`)
  world.must(refunds.length >= acknowledged, `an acknowledged refund of ${id} is lost`)
}

/** The other direction: whatever the acquirer holds, we know. */
function checkNothingForeign(ended: Ended): void {
  const { world, ours, book } = ended
  const known = new Set(
    [...ours.payments.values()].flatMap((payment) => payment.attempts.map((one) => one.reference)),
  )
  for (const one of book.authorizations) {
    const isHeld = (one.state === 'approved' && !isAccountedFor(ended, one)) || one.state === 'challenged'
    world.must(
      !isHeld || known.has(one.reference),
      `we do not know ${one.reference}, which the acquirer holds`,
    )
  }
}

async function checkRebuilt(world: World, storage: Storage, payment: Payment): Promise<void> {
  const [first, ...rest] = await storage.listEvents(payment.id)
  world.must(
    first?.type === 'payment_created' && isSame(rebuild(payment, first, rest as PaymentEvent[]), payment),
    `the events of ${payment.id} do not add up to its state`,
  )
}

/** Null where the events cannot have happened. */
function rebuild(
  { version, epoch }: Payment,
  first: PaymentCreated,
  rest: readonly PaymentEvent[],
): Payment | null {
  try {
    return { ...apply(create(first), rest), version, epoch }
  } catch (error) {
    if (error instanceof BrokenInvariant) return null
    throw error
  }
}
