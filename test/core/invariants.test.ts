/** A state or a step that must never be is not let through, each for its own reason. */
import { describe, expect, it } from 'vitest'
import { BrokenInvariant, checkPayment, checkStep } from '../../src/core/payment/invariants.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { noPersonalTerms } from '../../src/core/payment/personal-data.ts'
import type { Refund } from '../../src/core/refund/refund.ts'
import { at, dayS, given, open, play } from './situations.ts'
import * as ask from './vocabulary.ts'

function twice(payment: Payment): Payment {
  return {
    ...payment,
    attempts: payment.attempts.flatMap((one) => [one, { ...one, number: one.number + 1 }]),
  }
}

function withRefunds(...amounts: number[]): Payment {
  const [one] = given.refundSending.refunds
  const refunds = amounts.map((amountMinor, i) => ({ ...(one as Refund), id: `r${i}`, amountMinor }))
  return { ...given.succeeded, refunds }
}

const failure = { kind: 'failed', declineCode: 'lost_card', atMs: at(9) } as const
const success = { kind: 'succeeded', atMs: at(9) } as const
const onlyIfApproved = 'a payment has succeeded if and only if an attempt is approved'
const onlyReversals = 'an ended payment has no open attempts other than those to reverse'

describe('a payment cannot be', () => {
  it.each<[string, Payment, string]>([
    [
      'with two attempts that block the next one',
      twice(given.sending),
      'at most one attempt blocks the next one',
    ],
    ['approved twice', twice(given.succeeded), 'at most one attempt blocks the next one'],
    [
      'with an attempt too many',
      { ...twice(given.declined), attemptsMax: 1 },
      'attempts stay within the maximum',
    ],
    ['succeeded without an approval', { ...given.declined, ending: success }, onlyIfApproved],
    ['succeeded without an attempt', { ...given.opened, ending: success }, onlyIfApproved],
    ['approved and open', { ...given.succeeded, ending: null }, onlyIfApproved],
    ['approved and failed', { ...given.succeeded, ending: failure }, onlyIfApproved],
    ['failed while an attempt runs', { ...given.sending, ending: failure }, onlyReversals],
    [
      'expired during a challenge',
      { ...given.challenged, ending: { kind: 'expired', atMs: at(9) } },
      onlyReversals,
    ],
    ['canceled in doubt', { ...given.unknown, ending: { kind: 'canceled', atMs: at(9) } }, onlyReversals],
    ['failed and quarantined', { ...given.set_aside, ending: failure }, onlyReversals],
    [
      'refunded although it was not taken',
      { ...given.failed, refunds: given.refundSending.refunds },
      'only a succeeded payment is refunded',
    ],
    [
      'refunded while it is open',
      { ...given.opened, refunds: given.refundFailed.refunds },
      'only a succeeded payment is refunded',
    ],
    ['refunded beyond its amount', withRefunds(600, 401), 'refunds never exceed the amount'],
    ['refunded by nothing', withRefunds(0), 'a refund has a positive amount'],
    ['refunded by less than nothing', withRefunds(-1), 'a refund has a positive amount'],
    ['refunded by a fraction', withRefunds(0.5), 'a refund has a positive amount'],
  ])('%s', (_name, payment, rule) => {
    expect(() => checkPayment(payment)).toThrow(new BrokenInvariant(rule))
  })

  it.each(Object.keys(given).filter((name) => name !== 'oneCardStates'))('but may be: %s', (name) => {
    const payment = Object.entries(given).find(([key]) => key === name)?.[1] as Payment
    expect(checkPayment(payment)).toBeUndefined()
  })

  it('but may use up its attempts and its amount', () => {
    expect(checkPayment({ ...given.declined, attemptsMax: 1 })).toBeUndefined()
    expect(checkPayment(withRefunds(600, 400))).toBeUndefined()
  })
})

it('a broken rule is reported by name', () => {
  const broken = String(new BrokenInvariant('refunds never exceed the amount'))
  expect(broken).toBe('BrokenInvariant: refunds never exceed the amount')
})

describe('a step', () => {
  const asked = 'the terms never change'
  const other = open({
    id: 'pay_2',
    merchantId: 'mer_2',
    mode: 'live',
    kind: 'direct',
    amountMinor: 1_001,
    currency: 'usd',
    locale: 'de',
    description: null,
    metadata: {},
    returnUrl: null,
    callbackUrl: 'https://shop.example/called',
    suppliedCustomer: {
      email: 'ada@example.com',
      firstName: 'Ada',
      lastName: 'Lovelace',
      country: 'GB',
      phone: '1',
      address: 'St James Square',
      city: 'London',
      zip: '1',
    },
    attemptsMax: 4,
    extensionsMax: 3,
    createdAtMs: at(1),
    expiresAtMs: at(2),
  })
  const facts = [
    'card',
    'customer',
    'extensions',
    'attempts',
    'ending',
    'refunds',
    'version',
    'epoch',
    'personalDataRemovedAtMs',
  ]
  const terms = Object.keys(other).filter((name) => !facts.includes(name))

  it('may leave a payment as it is', () => {
    for (const payment of [given.opened, given.reversing, given.refundSending]) {
      expect(checkStep(payment, payment)).toBeUndefined()
    }
  })

  it('may end a payment and settle its attempts', () => {
    expect(checkStep(given.sending, given.succeeded)).toBeUndefined()
    expect(checkStep(given.opened, given.expired)).toBeUndefined()
    expect(checkStep(given.reversing, given.reversed)).toBeUndefined()
  })

  it('compares each attempt with itself', () => {
    const second = play(
      given.reversed,
      [200, ask.start(2)],
      [201, ask.answer(ask.challenge, 2)],
      [202, ask.abandon(2)],
    )
    expect(checkStep(second, second)).toBeUndefined()
  })

  it.each(terms)('never changes %s', (name) => {
    const changed = { ...given.opened, [name]: other[name as keyof Payment] }
    expect(() => checkStep(given.opened, changed)).toThrow(new BrokenInvariant(asked))
  })

  it('knows all sixteen terms', () => {
    expect(terms).toHaveLength(16)
  })

  it('only ever extends a session, while it is open, and as often as allowed', () => {
    expect(checkStep(given.opened, given.extended)).toBeUndefined()
    const extension = new BrokenInvariant('a session is only ever extended, while it is open')
    expect(() => checkStep(given.extended, given.opened)).toThrow(extension)
    expect(() => checkStep(given.expired, { ...given.expired, extensions: 1 })).toThrow(extension)
    const often = new BrokenInvariant('extensions stay within the maximum')
    expect(() => checkStep(given.opened, { ...given.opened, extensions: 3 })).toThrow(often)
  })

  it('never changes an ending', () => {
    const broken = new BrokenInvariant('an ending never changes')
    expect(() => checkStep(given.expired, given.opened)).toThrow(broken)
    expect(() => checkStep(given.expired, given.canceled)).toThrow(broken)
    expect(() => checkStep(given.failed, { ...given.failed, ending: failure })).toThrow(broken)
  })

  it('removes personal data as a whole, once, and only after the end', () => {
    const removed = play(given.canceled, [2 * dayS, ask.removePersonalData()])
    expect(removed).toMatchObject({
      ...noPersonalTerms,
      customer: null,
      personalDataRemovedAtMs: at(2 * dayS),
    })
    expect(checkStep(given.canceled, removed)).toBeUndefined()
    const once = new BrokenInvariant('personal data is removed once')
    expect(() => checkStep(removed, given.canceled)).toThrow(once)
    expect(() => checkStep(removed, { ...removed, personalDataRemovedAtMs: at(3 * dayS) })).toThrow(once)
    const whole = new BrokenInvariant('personal data is removed as a whole, after the payment has ended')
    expect(() => checkStep(given.canceled, { ...removed, description: 'Two tickets' })).toThrow(whole)
    expect(() => checkStep(given.canceled, { ...removed, customer: ask.customer })).toThrow(whole)
    expect(() => checkStep(given.opened, { ...removed, ending: null })).toThrow(whole)
    expect(() => checkStep(given.canceled, { ...removed, amountMinor: 1 })).toThrow(
      new BrokenInvariant(asked),
    )
  })

  it('never loses an attempt', () => {
    const broken = new BrokenInvariant('attempts are never deleted')
    expect(() => checkStep(given.declined, given.opened)).toThrow(broken)
  })

  it('never unsets or replaces a decision', () => {
    const broken = new BrokenInvariant('a decision is final')
    expect(() => checkStep(given.reversing, given.unknown)).toThrow(broken)
    const decision = { decidedAtMs: at(1), paymentWaits: false, declineCode: 'lost_card' } as const
    const attempts = given.reversing.attempts.map((attempt) => ({ ...attempt, decision }))
    expect(() => checkStep(given.reversing, { ...given.reversing, attempts })).toThrow(broken)
  })

  it('checks the payment that it leads to', () => {
    const broken = new BrokenInvariant(onlyReversals)
    expect(() => checkStep(given.sending, { ...given.sending, ending: failure })).toThrow(broken)
  })
})
