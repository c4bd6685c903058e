/**
 * The gateway's operations with their real parts, on SQLite and the sandbox acquirer; the storage and the acquirer are
 * reached through ports at which a test can make things go wrong.
 */
import { afterEach, beforeEach } from 'vitest'
import type { Attempt } from '../../src/core/attempt/attempt.ts'
import type { Card } from '../../src/core/card/card.ts'
import { SecretCard } from '../../src/core/card/secret-card.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { acquirersByName } from '../../src/operations/acquirer/acquirers.ts'
import { advancePayment } from '../../src/operations/advance-payment.ts'
import { createHostedPayment, type PaymentRequest } from '../../src/operations/create-payment.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { beginLease } from '../../src/operations/lease.ts'
import { noResponse } from '../../src/operations/respond.ts'
import { type CardSubmission, submitCard } from '../../src/operations/submit-card.ts'
import type { Acquirer, AuthorizeRequest } from '../../src/ports/acquirer.ts'
import { runOnce } from '../../verification/app/run-once.ts'
import { openTestApp, type TestApp, type TestAppOptions } from '../../verification/app/test-app.ts'
import { sandboxAcquirer } from '../support/payments.ts'
import { type FaultPort, faultPort } from './faulty-storage.ts'

export type World = Readonly<{
  test: TestApp
  gateway: Gateway
  port: FaultPort
  /** Replaces methods of the sandbox's acquirer. */
  behave(changes: Partial<Acquirer>): void
}>

export const approvedPan = '4242424242424242'
export const lostAnswerPan = '4000000000000259'
export const lostRequestPan = '4000000000001976'
export const declinedPan = '4000000000000002'
export const challengePan = '4635440000002223'

/** The world of the test that is running; see {@link openWorldForEachTest}. */
export let world: World

/** Every test of the calling file gets a world of its own. */
export function openWorldForEachTest(): void {
  beforeEach(async () => {
    world = await openWorld()
  })
  afterEach(() => world.test.close())
}

/** What an acquirer answers that charged exactly what was asked for. */
export const approval = ({ reference, amountMinor }: Pick<AuthorizeRequest, 'reference' | 'amountMinor'>) =>
  ({
    kind: 'approved',
    acquirerTransactionId: 'tx1',
    reference,
    amountMinor,
    currency: 'eur',
    country: null,
  }) as const

export async function openWorld(options: TestAppOptions = {}): Promise<World> {
  const test = await openTestApp(options)
  const port = faultPort(test.app.storage)
  const sandbox = test.app.sandbox.acquirer
  let changes: Partial<Acquirer> = {}
  const behaving = new Proxy(sandbox, {
    get(target, name) {
      if (name in changes) return changes[name as keyof Acquirer]
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const acquirers = { test: acquirersByName([behaving]), live: acquirersByName([]) }
  const gateway: Gateway = { ...test.app.gateway, storage: port.storage, acquirers }
  return {
    test,
    gateway,
    port,
    behave: (next) => {
      changes = next
    },
  }
}

export function request(world: World, changes: Partial<PaymentRequest> = {}): PaymentRequest {
  return {
    merchantId: world.test.merchantId,
    mode: 'test',
    amountMinor: 2_500,
    currency: 'eur',
    locale: null,
    description: null,
    metadata: null,
    returnUrl: 'https://shop.example/return',
    callbackUrl: null,
    customer: null,
    ...changes,
  }
}

export async function session(world: World, changes: Partial<PaymentRequest> = {}): Promise<Payment> {
  const created = await createHostedPayment(world.gateway, request(world, changes), noResponse)
  if (created.kind !== 'created') throw new Error(created.kind)
  return created.payment
}

export function secretCard(pan: string): SecretCard {
  return new SecretCard({ pan, cvc: '123', expMonth: 12, expYear: 2030, holderName: 'Ada Lovelace' })
}

export function shownCard(pan: string): Card {
  return { brand: 'visa', last4: pan.slice(-4), expMonth: 12, expYear: 2030, country: null }
}

export function submission(pan: string, attemptNumber = 1): CardSubmission {
  return {
    attemptNumber,
    acquirer: sandboxAcquirer,
    card: secretCard(pan),
    cardSummary: shownCard(pan),
    customer: null,
    payee: 'Test Shop',
    statementName: 'TEST SHOP',
    browser: null,
  }
}

/** A session whose card was sent. The attempt runs; `outcome` is what becomes of it. */
export async function sent(world: World, pan: string) {
  const { id } = await session(world)
  const result = await submitCard(world.gateway, id, submission(pan))
  if (result.kind !== 'started') throw new Error(result.kind)
  return { id, outcome: result.outcome }
}

/** A session that was paid with this card, as far as its answer says. */
export async function paid(world: World, pan = approvedPan): Promise<Payment> {
  const { outcome } = await sent(world, pan)
  return inTime(world, outcome)
}

export async function read(world: World, id: string): Promise<Payment> {
  const payment = await world.test.app.storage.findPayment(id)
  if (payment === null) throw new Error(`there is no payment ${id}`)
  return payment
}

export function attemptOf(payment: Payment): Attempt {
  const attempt = payment.attempts[0]
  if (attempt === undefined) throw new Error('the payment has no attempt')
  return attempt
}

/** Lets time pass until the work has ended. */
export async function inTime<Result>(world: World, work: Promise<Result>, stepMs = 50): Promise<Result> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  // Its rejection is the caller's to see; here it only ends the waiting.
  done.catch(() => {})
  while (!isDone) await world.test.clock.advance(stepMs)
  return done
}

export function workOnce(world: World): Promise<unknown> {
  return inTime(world, runOnce(world.gateway, { batchLimit: 100, idempotencyLifeMs: 86_400_000 }))
}

/** Rounds of the worker until this long has passed. */
export async function work(world: World, totalMs: number, stepMs = 500): Promise<void> {
  const endMs = world.test.clock.nowMs() + totalMs
  while (world.test.clock.nowMs() < endMs) {
    await world.test.clock.advance(stepMs)
    await workOnce(world)
  }
}

/** What a worker does that claimed a payment, and then slept past its lease. */
export async function advanceAfterSleep(world: World, id: string): Promise<void> {
  const claimed = await read(world, id)
  const lease = beginLease(world.gateway)
  await world.test.clock.advance(world.gateway.rules.leaseMs)
  await inTime(world, advancePayment(world.gateway, claimed, lease))
}

/** Approvals that are live at the acquirer, by reference. */
export async function approvedAtAcquirer(world: World): Promise<readonly string[]> {
  return (await world.test.app.sandbox.book.transactions())
    .filter(({ kind, state }) => kind === 'authorization' && state === 'approved')
    .map(({ reference }) => reference)
}
