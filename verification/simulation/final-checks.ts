/** What must be true when the world has healed and an hour has passed: all is known, and both books agree. */

import type { Attempt } from '../../src/core/attempt/attempt.ts'
import { apply, create } from '../../src/core/payment/apply.ts'
import type { PaymentCreated, PaymentEvent } from '../../src/core/payment/events.ts'
import { BrokenInvariant } from '../../src/core/payment/invariants.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import { statusOf } from '../../src/core/payment/status.ts'
import { publicFactsOf } from '../../src/core/public-events.ts'
import { isRefundSettled } from '../../src/core/refund/refund.ts'
import type { Storage } from '../../src/ports/storage.ts'
import type { AcquirerBook, Authorization } from './acquirer-book.ts'
import { type AcquirerServer, isWaiting } from './acquirer-server.ts'
import type { Clients } from './client.ts'
import { Excuses } from './excuses.ts'
import type { Merchant } from './merchant.ts'
import { type OurBook, paymentKey } from './our-book.ts'
import { simulatedKeyId } from './parties.ts'
import { removedOf } from './receivers/delivery-checks.ts'
import { isSame } from './truth.ts'
import { epochMs, type World } from './world.ts'

export type Ended = Readonly<{
  world: World
  ours: OurBook
  book: AcquirerBook
  server: AcquirerServer
  clients: Clients
  merchant: Merchant
}>

const minuteMs = 60_000

type Books = Pick<Ended, 'world' | 'ours' | 'book' | 'server'>

const doubtful: readonly string[] = ['sending', 'unknown', 'reversing', 'paying_back', 'pending']

/**
 * Some time after the world has healed, before the last pauses are over: whatever was in doubt is not anymore, however
 * wrong the clocks were that the waiting times were written with.
 */
export function checkRecovered(books: Books, healedAtMs: number): void {
  const { world, ours } = books
  const excuses = new Excuses(books)
  for (const { attempts, refunds } of ours.payments.values()) {
    for (const { reference, state, startedAtMs } of attempts) {
      const isInDoubt = startedAtMs < healedAtMs && doubtful.includes(state)
      world.must(
        !isInDoubt || excuses.has(reference),
        `attempt ${reference} is ${state} long after all has healed`,
      )
    }
    // A refund's reversal that is no tombstone is believed after its last repetition, a day later.
    for (const { reference, state, createdAtMs } of world.faults.isTombstone ? refunds : []) {
      const isInDoubt = createdAtMs < healedAtMs && doubtful.includes(state)
      world.must(!isInDoubt, `refund ${reference} is ${state} long after all has healed`)
    }
  }
}

/**
 * After a day of asking in vain a person is told; nothing is asked about for longer in silence. A machine that was paused
 * together with its clocks does not count that time, and its wall clock may be behind until it is corrected.
 */
export function checkSetAside(world: World, ours: OurBook): void {
  const pausedMs = world.standstills.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0)
  // Times that a clock wrote after it was set back look that much older than they are.
  const setBackMs = world.faults.clockJumps.reduce((sum, { byMs }) => sum + Math.max(0, -byMs), 0)
  const latestMs = productionRules.setAsideAfterMs + 15 * minuteMs + pausedMs + setBackMs
  const beforeMs = epochMs + world.kernel.nowMs - latestMs
  for (const { attempts, refunds } of ours.payments.values()) {
    for (const { reference, state, decision } of attempts) {
      const isForgotten = state === 'reversing' && decision !== null && decision.decidedAtMs < beforeMs
      world.must(!isForgotten, `attempt ${reference} is still ${state} after a day, and nobody was told`)
    }
    for (const { reference, state, createdAtMs } of refunds) {
      const isForgotten = doubtful.includes(state) && createdAtMs < beforeMs
      world.must(!isForgotten, `refund ${reference} is still ${state} after a day, and nobody was told`)
    }
  }
}

/** `truth` is what is committed. */
export async function checkEnd(ended: Ended, truth: Storage): Promise<void> {
  const { world, ours, merchant, clients } = ended
  const excuses = new Excuses(ended)
  for (const payment of ours.payments.values()) {
    checkKnown(ended, excuses, payment)
    checkMoney(ended, excuses, payment)
    checkRefunds(ended, excuses, payment)
    checkRefundKeys(ended, payment)
    clients.hear(payment.id, statusOf(payment), world.kernel.nowMs)
    world.must(
      isSame(await truth.findPayment(payment.id), payment),
      `${payment.id} is not what was committed`,
    )
    await checkRebuilt(world, truth, payment)
    await checkToldEvents(world, truth, payment)
  }
  checkNothingForeign(ended, excuses)
  for (const { key, paymentId, body } of merchant.acknowledged) {
    world.must((await truth.findPayment(paymentId)) !== null, `acknowledged ${paymentId} is lost`)
    const record = await truth.findIdempotencyRecord(simulatedKeyId, key)
    world.must(record?.body === body, `the answer to ${key} is not what it was`)
  }
}

/** Nothing is in doubt anymore. */
function checkKnown({ world }: Ended, excuses: Excuses, payment: Payment): void {
  const isKnown = ({ state }: Attempt) => settledStates.includes(state)
  for (const attempt of payment.attempts) {
    const isExcused = attempt.state === 'set_aside' && excuses.has(attempt.reference)
    world.must(
      isKnown(attempt) || isExcused,
      `attempt ${attempt.reference} of ${payment.id} is still ${attempt.state}`,
    )
  }
  world.must(payment.ending !== null || !payment.attempts.every(isKnown), `${payment.id} has not ended`)
  for (const refund of payment.refunds) {
    // Nobody can prevent it, and the acquirer does not know it: it stays with a person.
    const isLeft = refund.state === 'set_aside' && !world.faults.reversesRefunds
    world.must(isRefundSettled(refund) || isLeft, `refund ${refund.reference} is still ${refund.state}`)
  }
}

const settledStates: readonly string[] = ['approved', 'declined', 'not_sent', 'reversed', 'paid_back']

/** They hold the money of a success, and no other: what they hold besides, they pay back or a person is told of. */
function checkMoney({ world, book }: Ended, excuses: Excuses, payment: Payment): void {
  const held = book.approvalsOf(paymentKey(payment))
  const approved = payment.attempts.find((attempt) => attempt.state === 'approved')
  const [taken] = held.filter(({ reference }) => reference === approved?.reference)
  const isTaken = payment.ending?.kind === 'succeeded'
  world.must(
    !isTaken || taken?.amountMinor === payment.amountMinor,
    `${payment.id} succeeded, and the acquirer does not hold its money`,
  )
  for (const one of held) {
    const isIts = isTaken && one === taken
    world.must(
      isIts || isPaidBack(book, one) || excuses.has(one.reference),
      `${payment.id} ${payment.ending?.kind}, but the acquirer holds ${held.length} approvals`,
    )
  }
}

function isPaidBack(book: AcquirerBook, { reference, amountMinor }: Authorization): boolean {
  return book.refundedOf(reference) === amountMinor
}

/** A payment that is open or failed in a copy may have been paid back before the loss; checkMoney judges what is left. */
function checkRefunds({ world, book }: Ended, excuses: Excuses, payment: Payment): void {
  if (world.restorations > 0 && payment.ending?.kind !== 'succeeded') return
  const compared = payment.refunds.filter(({ reference }) => !excuses.has(reference))
  for (const refund of compared) {
    const isPaid = book.findRefund(refund.reference)?.state === 'succeeded'
    world.must(
      isPaid === (refund.state === 'succeeded'),
      `refund ${refund.reference} differs between the books`,
    )
  }
  if (compared.length < payment.refunds.length) return
  const ours = payment.refunds.filter((refund) => refund.state === 'succeeded')
  const sum = ours.reduce((total, refund) => total + refund.amountMinor, 0)
  world.must(
    book.refundedToCustomerMinor(paymentKey(payment)) === sum,
    `the refunds of ${payment.id} differ in sum`,
  )
}

/** Each key has paid back once at most, and once for certain when that was acknowledged. A copy forgets both. */
function checkRefundKeys({ world, merchant }: Ended, { id, refunds }: Payment): void {
  if (world.restorations > 0) return
  const { asked, acknowledged } = merchant.refundKeys.get(id) ?? { asked: 0, acknowledged: 0 }
  world.must(refunds.length <= asked, `${id} has ${refunds.length} refunds, and ${asked} were asked for`)
  world.must(refunds.length >= acknowledged, `an acknowledged refund of ${id} is lost`)
}

/** The other direction: whatever the acquirer holds, we know. */
function checkNothingForeign(ended: Ended, excuses: Excuses): void {
  const { world, ours, book } = ended
  const known = new Set(
    [...ours.payments.values()].flatMap((payment) => payment.attempts.map((one) => one.reference)),
  )
  for (const one of book.authorizations) {
    const isHeld = (one.state === 'approved' && !isPaidBack(book, one)) || isWaiting(one)
    world.must(
      !isHeld || known.has(one.reference) || excuses.has(one.reference),
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

/** What merchants are told is what has happened, each fact once and with the payment as it was. */
async function checkToldEvents(world: World, truth: Storage, payment: Payment): Promise<void> {
  const { id: paymentId, merchantId, mode } = payment
  const page = { limit: 1_000, startingAfter: null, endingBefore: null }
  const filters = { type: null, paymentId, createdFromMs: null, createdBeforeMs: null }
  const { events } = await truth.listPublicEvents({ merchantId, mode, ...page, ...filters })
  const [, ...happened] = await truth.listEvents(paymentId)
  const facts = publicFactsOf(happened as PaymentEvent[])
  const removed = world.deliveries === null ? [] : removedOf(world.deliveries, payment, events)
  const told = [...events.map(({ type }) => type), ...removed].sort()
  world.must(isSame(told, facts.map(({ type }) => type).sort()), `${paymentId} is told as ${told.join(', ')}`)
  const endings = events.filter(({ type }) => type === `payment.${statusOf(payment)}`)
  world.must(
    endings.every(({ body }) => JSON.parse(body).data.payment.status === statusOf(payment)),
    `the ending of ${paymentId} is told with another status`,
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
