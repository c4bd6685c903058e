/** What holds for every life of a payment, however commands, answers, workers and clocks are mixed. */
import { strict as assert } from 'node:assert'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply, create } from '../../src/core/payment/apply.ts'
import type { Command } from '../../src/core/payment/commands.ts'
import { decide } from '../../src/core/payment/decide.ts'
import { nextStep, type Step } from '../../src/core/payment/next-step.ts'
import { blockingAttempt, type Payment, wakeAtMs } from '../../src/core/payment/payment.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import { checkPromises } from './promises.ts'
import { attemptsMax, type Life, live, moves } from './random-life.ts'
import { at, created, given, installationId, steady } from './situations.ts'
import * as ask from './vocabulary.ts'

const numRuns = 600

describe('whatever happens', () => {
  it('the promises hold at every step', () => {
    const property = fc.property(attemptsMax, moves, (cards, made) => {
      for (const step of live(cards, made).steps) checkPromises(step)
    })
    fc.assert(property, { numRuns })
  })

  it('a payment is what its events add up to', () => {
    const property = fc.property(attemptsMax, moves, (cards, made) => {
      const { last, events } = live(cards, made)
      const { epoch, version } = last
      const rebuilt = apply(create(created({ attemptsMax: cards })), events)
      assert.deepEqual({ ...rebuilt, epoch, version }, last)
    })
    fc.assert(property, { numRuns })
  })

  it('a repeated command is harmless: no money is asked for twice, nothing is counted twice', () => {
    const property = fc.property(attemptsMax, moves, (cards, made) => {
      for (const { after, command, nowMs } of live(cards, made).steps) {
        if (command.type !== 'start_attempt' && command.type !== 'request_refund') continue
        if (command.type === 'request_refund' && command.amountMinor !== null) continue
        const again = decide(after, command, {
          installationId,
          nowMs,
          clock: steady,
          random: 0.5,
          rules: productionRules,
        })
        assert.ok('refusal' in again, `${command.type} was taken twice`)
      }
    })
    fc.assert(property, { numRuns: 200 })
  })
})

/** In a kind world every question is answered at once: with what is true about the request, and always the same. */
type Kindness = Readonly<{
  attempt: 'approved' | 'declined' | 'reversed' | 'notFound'
  refund: 'refundSucceeded' | 'refundFailed'
}>
const kindness = fc.record<Kindness>({
  attempt: fc.constantFrom('approved', 'declined', 'reversed', 'notFound'),
  refund: fc.constantFrom('refundSucceeded', 'refundFailed'),
})

const truths = {
  approved: ask.approved,
  declined: ask.declined,
  reversed: ask.reversed,
  notFound: ask.notFound,
  refundSucceeded: ask.refundSucceeded,
  refundFailed: ask.refundFailed,
}

function kindly(kind: Kindness, step: Step, epoch: number): Command {
  switch (step.kind) {
    case 'expire':
      return ask.expire
    case 'take_over_attempt':
      return ask.takeOver(epoch, step.attempt.number)
    case 'inquire':
    case 'finish_challenge':
      return ask.inquiry(truths[kind.attempt], epoch, step.attempt.number)
    case 'reverse':
      return ask.reversal(ask.reversed, { isTombstone: false, by: epoch, number: step.attempt.number })
    case 'pay_back':
      return ask.payBack(truths[kind.refund], epoch, step.attempt.number)
    case 'take_over_refund':
      return ask.takeOverRefund(epoch, step.refund.id)
    case 'inquire_refund':
      return ask.refundInquiry(truths[kind.refund], epoch, step.refund.id)
    case 'reverse_refund':
      return ask.refundReversal(ask.reversed, epoch, step.refund.id, false)
  }
}

/** Nobody answers any more. */
function unkindly(step: Step, epoch: number): Command {
  switch (step.kind) {
    case 'inquire':
    case 'finish_challenge':
      return ask.inquiry(ask.lost, epoch, step.attempt.number)
    case 'reverse':
      return ask.reversal(ask.lost, { by: epoch, number: step.attempt.number })
    case 'pay_back':
      return ask.payBack(ask.lost, epoch, step.attempt.number)
    case 'inquire_refund':
      return ask.refundInquiry(ask.lost, epoch, step.refund.id)
    case 'reverse_refund':
      return ask.refundReversal(ask.lost, epoch, step.refund.id)
    default:
      return kindly({ attempt: 'declined', refund: 'refundFailed' }, step, epoch)
  }
}

/** Does what is due, each time it is due, until nothing is or `isEnough`; fails after so many steps. */
function work(
  life: Life,
  answer: (step: Step, epoch: number) => Command,
  isEnough: (payment: Payment) => boolean,
  stepsMax: number,
) {
  let payment = life.last
  let nowMs = life.latestMs
  for (let steps = 0; steps <= stepsMax; steps++) {
    const wake = wakeAtMs(payment)
    if (wake === null || isEnough(payment)) return payment
    nowMs = Math.max(nowMs, wake)
    const step = nextStep(payment, { nowMs, rules: productionRules })
    assert.ok(step, 'a payment that is due has something to do')
    const command = answer(step, payment.epoch)
    const decision = decide(payment, command, {
      installationId,
      nowMs,
      clock: steady,
      random: 0.5,
      rules: productionRules,
    })
    assert.ok('events' in decision && decision.events.length > 0, `${step.kind} got nowhere`)
    const after = apply(payment, decision.events)
    checkPromises({ before: payment, after, command, decision, nowMs })
    payment = after
  }
  assert.fail(`still not settled after ${stepsMax} steps`)
}

const isRunning = (payment: Payment) => (blockingAttempt(payment)?.state ?? 'approved') !== 'approved'
const isSetAside = (payment: Payment) => payment.attempts.some(({ state }) => state === 'set_aside')

describe('nothing is ever stuck', () => {
  it('in a kind world every outcome becomes known, except what needs manual review', () => {
    const property = fc.property(attemptsMax, moves, kindness, (cards, made, kind) => {
      const done = work(
        live(cards, made),
        (step, epoch) => kindly(kind, step, epoch),
        () => false,
        // A challenge whose customer is back is asked about each 10 seconds for up to 10 minutes.
        120,
      )
      assert.equal(wakeAtMs(done), null)
      assert.ok(isSetAside(done) || (!isRunning(done) && done.ending !== null))
      for (const { state } of done.refunds) assert.ok(['succeeded', 'failed', 'set_aside'].includes(state))
    })
    fc.assert(property, { numRuns })
  })

  it('while the acquirer does not answer, the customer still learns how it ended', () => {
    const property = fc.property(attemptsMax, moves, (cards, made) => {
      const isTold = (payment: Payment) =>
        payment.ending !== null || blockingAttempt(payment)?.state === 'set_aside'
      assert.ok(isTold(work(live(cards, made), unkindly, isTold, 60)))
    })
    fc.assert(property, { numRuns })
  })
})

describe('while the acquirer does not answer, the customer learns that the payment failed', () => {
  it.each([
    ['a request under way', given.sending, 600],
    ['a lost answer', given.unknown, 600],
    ['a challenge not completed', given.challenged, 601],
    ['a reversal that is waited for', given.reversing, 665],
  ])('%s', (_name, payment, atS) => {
    const life = { first: payment, last: payment, latestMs: at(0), steps: [], events: [] }
    const told = work(life, unkindly, ({ ending }) => ending !== null, 30)
    expect(told.ending).toMatchObject({ kind: 'failed', atMs: at(atS) })
  })
})

describe('the random lives', () => {
  const lives = fc.sample(fc.tuple(attemptsMax, moves), { seed: 20_260_115, numRuns: 3_000 })
  const steps = lives.flatMap(([cards, made]) => live(cards, made).steps)
  const counts = (words: readonly string[]) =>
    words.reduce((sums, word) => sums.set(word, (sums.get(word) ?? 0) + 1), new Map<string, number>())

  it('visit every state of attempts and refunds, every ending and every refusal, often', () => {
    const visited = counts(
      steps.flatMap(({ after, decision }) => [
        ...after.attempts.map(({ state }) => `attempt ${state}`),
        ...after.refunds.map(({ state }) => `refund ${state}`),
        `ending ${after.ending?.kind}`,
        ...('refusal' in decision ? [`refused ${decision.refusal}`] : []),
      ]),
    )
    const seldom = [...visited].filter(([, count]) => count < 20)
    expect([visited.size, seldom]).toStrictEqual([11 + 7 + 5 + 9, []])
  })

  it('let every event happen, including evidence after a decision', () => {
    const happened = counts(
      steps.flatMap(({ decision }) => ('events' in decision ? decision.events.map(({ type }) => type) : [])),
    )
    const seldom = [...happened].filter(([, count]) => count < 5)
    expect([happened.size, seldom]).toStrictEqual([4 + 1 + 1 + 19 + 1 + 8 + 1, []])
  })
})
