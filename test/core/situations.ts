/** Payments in every state that matters, each reached by decisions alone: no state is put together by hand. */

import type { Card } from '../../src/core/card/card.ts'
import { beginHistory } from '../../src/core/clock-history.ts'
import { apply, create } from '../../src/core/payment/apply.ts'
import type { Command, Context } from '../../src/core/payment/commands.ts'
import { decide } from '../../src/core/payment/decide.ts'
import type { PaymentCreated } from '../../src/core/payment/events.ts'
import type { Payment, PaymentTerms } from '../../src/core/payment/payment.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import * as ask from './vocabulary.ts'

export const installationId = 'test0001'
export const startMs = Date.UTC(2026, 0, 15, 12)

/** A clock that never jumps. */
export const steady = beginHistory({ nowMs: startMs, monotonicMs: 0 })

/** Seconds after the payment's creation, as milliseconds since 1970. */
export function at(seconds: number): number {
  return startMs + Math.round(seconds * 1_000)
}

export const lifeS = 1_800
export const dayS = 86_400

const terms: PaymentTerms = {
  id: 'pay_0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
  merchantId: 'mer_1',
  mode: 'test',
  kind: 'hosted',
  amountMinor: 1_000,
  currency: 'eur',
  locale: null,
  description: 'Two tickets',
  metadata: { order: '17' },
  returnUrl: 'https://shop.example/return',
  callbackUrl: null,
  suppliedCustomer: null,
  attemptsMax: 3,
  extensionsMax: 2,
  createdAtMs: startMs,
  expiresAtMs: startMs + lifeS * 1_000,
}

export function created(changes: Partial<PaymentTerms> = {}, card: Card | null = null): PaymentCreated {
  return { type: 'payment_created', terms: { ...terms, ...changes }, customer: null, card, atMs: startMs }
}

export function open(changes: Partial<PaymentTerms> = {}): Payment {
  return { ...create(created(changes)), epoch: ask.epoch }
}

export function contextAt(seconds: number, changes: Partial<Context> = {}): Context {
  return {
    installationId,
    nowMs: at(seconds),
    clock: steady,
    random: 0.5,
    rules: productionRules,
    ...changes,
  }
}

/** The payment after these commands, each `[seconds, command]`. Fails where one is refused or changes nothing. */
export function play(payment: Payment, ...commands: readonly (readonly [number, Command])[]): Payment {
  return commands.reduce((current, [seconds, command]) => {
    const decision = decide(current, command, contextAt(seconds))
    if ('refusal' in decision) throw new Error(`${command.type} was refused: ${decision.refusal}`)
    if (decision.events.length === 0) throw new Error(`${command.type} changed nothing`)
    return apply(current, decision.events)
  }, payment)
}

/** Lived through anew, so that a test which is about getting there gets there itself. */
export function situations() {
  const oneCard = open({ attemptsMax: 1 })

  const opened = open()
  const extended = play(opened, [100, ask.extend(1)])
  const extendedTwice = play(extended, [200, ask.extend(2)])
  const sending = play(opened, [0, ask.start()])
  const challenged = play(sending, [1, ask.answer(ask.challenge)])
  /** The issuer's 3-D Secure method is running in the customer's browser. */
  const identifying = play(sending, [1, ask.answer(ask.method)])
  /** It has ended, and the acquirer is being asked to go on. */
  const resumed = play(identifying, [5, ask.resume()])
  const resumedUnknown = play(resumed, [35, ask.answer(ask.lost)])
  /** At an acquirer that is told of the charge before the card, and has not answered yet. */
  const unprepared = play(opened, [0, ask.startPrepared()])
  const unpreparedClosed = play(unprepared, [60, ask.takeOver()])
  const prepared = play(unprepared, [1, ask.prepared()])
  /** From the issuer, with what the acquirer needs to go on. */
  const cameBack = play(challenged, [20, ask.comeBack()])
  const unknown = play(sending, [30, ask.answer(ask.lost)])
  /** Twice not found after the quiet time: once more decides. */
  const almostNotFound = play(unknown, [90, ask.inquiry(ask.notFound)], [100, ask.inquiry(ask.notFound)])
  /** The payment waits for the reversal, and opens again after it. */
  const reversing = play(almostNotFound, [110, ask.inquiry(ask.notFound)])
  /** The payment has failed already: the customer left the challenge. */
  const reversingFailed = play(challenged, [5, ask.abandon()])
  const reversed = play(reversing, [112, ask.reversal(ask.reversed)])
  /** At an acquirer whose reversals do not stop late requests: the payment has failed. */
  const repeating = play(reversing, [112, ask.reversal(ask.reversed, { isTombstone: false })])
  /** The same after a challenge, whose request cannot be late: the payment is open again. */
  const repeatingOpen = play(
    challenged,
    [601, ask.inquiry(ask.lost)],
    [602, ask.reversal(ask.reversed, { isTombstone: false })],
  )
  /** Too late to reverse: the money has been settled, and goes back by a refund. */
  const payingBack = play(reversing, [112, ask.reversal(ask.tooLate, { inquiry: ask.approved })])
  const paidBack = play(payingBack, [113, ask.payBack(ask.refundSucceeded)])
  const setAsidePayBack = play(payingBack, [113, ask.payBack(ask.refundFailed)])
  const reversedByOthers = play(challenged, [40, ask.inquiry(ask.reversed)])
  const declined = play(sending, [2, ask.answer(ask.declined)])
  const notSent = play(sending, [2, ask.answer(ask.notSent)])
  /** Another amount was approved than was asked for. */
  const setAside = play(unknown, [40, ask.inquiry(ask.approvedOther)])
  /** A reversal that nobody acknowledged for a day. */
  const setAsideDecided = play(reversing, [dayS + 110, ask.reversal(ask.lost)])

  const succeeded = play(sending, [2, ask.answer(ask.approved)])
  const failed = play(oneCard, [0, ask.start()], [2, ask.answer(ask.declined)])
  const expired = play(opened, [lifeS, ask.expire])
  const canceled = play(opened, [1, ask.cancel])
  const abandoned = play(opened, [1, ask.abandon()])

  /** The same states for a payment that takes one card only. */
  const oneCardStates = {
    sending: play(oneCard, [0, ask.start()]),
    unknown: play(oneCard, [0, ask.start()], [30, ask.answer(ask.lost)]),
    reversing: play(oneCard, [0, ask.start()], [1, ask.answer(ask.challenge)], [601, ask.inquiry(ask.lost)]),
  }

  const refundSending = play(succeeded, [100, ask.refund(400)])
  const refundPending = play(refundSending, [101, ask.refundAnswer(ask.refundPending)])
  const refundUnknown = play(refundSending, [101, ask.refundAnswer(ask.lost)])
  const refundAlmostNotFound = play(
    refundUnknown,
    [190, ask.refundInquiry(ask.notFound)],
    [200, ask.refundInquiry(ask.notFound)],
  )
  const refundReversing = play(refundAlmostNotFound, [210, ask.refundInquiry(ask.notFound)])
  const refundSucceeded = play(refundSending, [101, ask.refundAnswer(ask.refundSucceeded)])
  const refundFailed = play(refundSending, [101, ask.refundAnswer(ask.refundFailed)])
  const refundSetAside = play(refundUnknown, [dayS + 100, ask.refundInquiry(ask.lost)])
  const refundedWhole = play(
    succeeded,
    [100, ask.refund(1_000)],
    [101, ask.refundAnswer(ask.refundSucceeded)],
  )

  /** One by one, as often as it may be. */
  const refundedOften = play(
    succeeded,
    ...Array.from({ length: 100 }, (_, i) => [100 + i, ask.refund(1, `refund${i}`)] as const),
  )

  return {
    opened,
    extended,
    extendedTwice,
    sending,
    challenged,
    identifying,
    resumed,
    resumedUnknown,
    unprepared,
    unpreparedClosed,
    prepared,
    cameBack,
    unknown,
    almostNotFound,
    reversing,
    reversingFailed,
    reversed,
    repeating,
    repeatingOpen,
    payingBack,
    paidBack,
    setAsidePayBack,
    reversedByOthers,
    declined,
    notSent,
    set_aside: setAside,
    setAsideDecided,
    succeeded,
    failed,
    expired,
    canceled,
    abandoned,
    oneCardStates,
    refundSending,
    refundPending,
    refundUnknown,
    refundAlmostNotFound,
    refundReversing,
    refundSucceeded,
    refundFailed,
    refundSetAside,
    refundedWhole,
    refundedOften,
  }
}

/** All of them, by name. */
export const given = situations()
