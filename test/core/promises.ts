/** The promises about a payment, stated anew and without the core's own checks, for every step of a random life. */

import { strict as assert } from 'node:assert'
import type { Approved } from '../../src/core/attempt/answers.ts'
import { nextStep } from '../../src/core/payment/next-step.ts'
import { type Payment, wakeAtMs } from '../../src/core/payment/payment.ts'
import { noPersonalTerms } from '../../src/core/payment/personal-data.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import type { Step } from './random-life.ts'

const excludesAnother = ['sending', 'challenged', 'unknown', 'reversing', 'approved', 'set_aside']
const owesAnAnswer = ['sending', 'challenged', 'unknown', 'reversing', 'paying_back']
const final = ['approved', 'declined', 'not_sent', 'reversed', 'paid_back']
const decidedOn = ['reversing', 'reversed', 'set_aside', 'paying_back', 'paid_back']
const refundOwesAnAnswer = ['sending', 'pending', 'unknown', 'reversing']

export function checkPromises({ before, after, command, decision, nowMs }: Step): void {
  checkState(after)
  checkDueWork(after)
  checkHistory(before, after)
  if ('refusal' in decision) assert.equal(after, before, 'a refusal changes nothing')
  else for (const event of decision.events) assert.equal(event.atMs, nowMs, 'an event happened now')
  if (isBelievableApproval(before, command)) {
    assert.equal(after.ending?.kind, 'succeeded', 'an approval before a decision is success')
  }
}

/** Lives jump in time here, and nobody works on what is due meanwhile. */
const neverFarAhead = { ...productionRules, challengeMs: Infinity }

function checkState({
  attempts,
  refunds,
  ending,
  amountMinor,
  attemptsMax,
  extensions,
  extensionsMax,
}: Payment): void {
  const blocking = attempts.filter(({ state }) => excludesAnother.includes(state))
  const approved = attempts.filter(({ state }) => state === 'approved')
  assert.ok(blocking.length <= 1, 'one attempt blocks the next one')
  assert.ok(attempts.length <= attemptsMax, 'attempts within the maximum')
  assert.ok(extensions <= extensionsMax, 'extensions within the maximum')
  assert.equal(ending?.kind === 'succeeded', approved.length > 0, 'success if and only if approved')
  assert.ok(approved.length <= 1, 'taken once')
  assert.deepEqual(
    attempts.map(({ number }) => number),
    attempts.map((_, i) => i + 1),
  )
  assert.equal(
    new Set(attempts.map(({ reference }) => reference)).size,
    attempts.length,
    'references are unique',
  )
  for (const { state, decision, settledAtMs } of attempts) {
    assert.equal(settledAtMs !== null, final.includes(state), 'settled or not')
    if (state === 'reversing') assert.ok(decision, 'a reversal was decided')
    if (ending !== null && owesAnAnswer.includes(state)) assert.ok(decision, 'ended, so decided')
    if (decision !== null) assert.ok(decidedOn.includes(state), 'a decision is final')
  }
  const reserved = refunds.filter(({ state }) => state !== 'failed').map((refund) => refund.amountMinor)
  assert.ok(reserved.reduce((sum, amount) => sum + amount, 0) <= amountMinor, 'refunds within the amount')
  assert.ok(refunds.length === 0 || ending?.kind === 'succeeded', 'only a succeeded payment is refunded')
}

/** What is owed is due at some time, and then there is something to do; before it, there is not. */
function checkDueWork(payment: Payment): void {
  const { attempts, refunds, ending } = payment
  const isOpen = ending === null && !attempts.some(({ state }) => excludesAnother.includes(state))
  const owesAttempt = attempts.some(({ state }) => owesAnAnswer.includes(state))
  const owesRefund = refunds.some(({ state }) => refundOwesAnAnswer.includes(state))
  const wake = wakeAtMs(payment)
  if (isOpen || owesAttempt || owesRefund) assert.notEqual(wake, null, 'what is owed is due some time')
  if (wake === null) {
    assert.equal(
      nextStep(payment, { nowMs: Infinity, rules: neverFarAhead }),
      null,
      'nothing to do where nothing is due',
    )
  } else {
    assert.notEqual(nextStep(payment, { nowMs: wake, rules: neverFarAhead }), null, 'due work is found')
    assert.equal(
      nextStep(payment, { nowMs: wake - 1, rules: neverFarAhead }),
      null,
      'no work before it is due',
    )
  }
}

function checkHistory(before: Payment, after: Payment): void {
  const {
    card: c1,
    customer: u1,
    extensions: x1,
    attempts: a1,
    ending: e1,
    refunds: r1,
    ...wasAsked
  } = before
  const { card: c2, customer: u2, extensions: x2, attempts: a2, ending: e2, refunds: r2, ...isAsked } = after
  const { personalDataRemovedAtMs } = after
  const mayBeAsked =
    before.personalDataRemovedAtMs === personalDataRemovedAtMs
      ? wasAsked
      : { ...wasAsked, ...noPersonalTerms, personalDataRemovedAtMs }
  assert.deepEqual(isAsked, mayBeAsked, 'the terms never change')
  if (e1 !== null) assert.deepEqual(e2, e1, 'an ending never changes')
  assert.ok(x2 === x1 || (x2 === x1 + 1 && e1 === null), 'extended once at a time, while open')
  a1.forEach((attempt, i) => {
    const next = a2[i]
    assert.equal(next?.reference, attempt.reference, 'an attempt keeps its reference')
    if (attempt.decision !== null) assert.deepEqual(next?.decision, attempt.decision, 'a decision stays')
    const isPaidBack = attempt.state === 'reversed' && next?.state === 'paying_back'
    if (final.includes(attempt.state) && !isPaidBack)
      assert.equal(next?.state, attempt.state, 'a settled attempt stays')
  })
  r1.forEach((refund, i) => {
    assert.equal(r2[i]?.amountMinor, refund.amountMinor, 'a refund keeps its amount')
    if (['succeeded', 'failed'].includes(refund.state))
      assert.deepEqual(r2[i], refund, 'a settled refund stays')
  })
}

/** Settled, or with a person because the acquirer has contradicted itself; the person's own command is another one. */
const closed = [...final, 'set_aside']

/** The acquirer says that exactly what was asked is approved, about an attempt whose fate is not decided. */
function isBelievableApproval(before: Payment, command: Step['command']): boolean {
  if (!('answer' in command) || !('number' in command) || command.answer.kind !== 'approved') return false
  const answer: Approved = command.answer
  const attempt = before.attempts.find(({ number }) => number === command.number)
  const isUndecided = attempt !== undefined && attempt.decision === null && !closed.includes(attempt.state)
  const isOfAttempt = answer.reference === attempt?.reference
  const { amountMinor, currency } = answer
  return isUndecided && isOfAttempt && amountMinor === before.amountMinor && currency === before.currency
}
