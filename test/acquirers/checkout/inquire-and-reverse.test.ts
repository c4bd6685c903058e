/** What became of an authorization at Checkout.com, and how it is undone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuthorizeRequest } from '../../../src/ports/acquirer.ts'
import { on, type StandInAnswer } from '../../../verification/acquirers/stand-in/faults.ts'
import { type CheckoutWorld, challengedPan, goodPan, openCheckout, request } from './checkout-world.ts'

const minuteMs = 60_000
const payments = on('POST', /^\/payments$/)
const voids = on('POST', /\/voids$/)

let world: CheckoutWorld
beforeEach(async () => {
  world = await openCheckout({ captureDelayMs: minuteMs })
})
afterEach(async () => {
  expect(world.standIn.violations).toStrictEqual([])
  await world.standIn.close()
})

async function lost(pan: string, fault: 'request_lost' | 'answer_lost' | 'late'): Promise<AuthorizeRequest> {
  const sent = request(pan)
  world.standIn.faults.inject(payments, { kind: fault })
  expect(await world.authorize(sent)).toMatchObject({ kind: 'unknown' })
  return sent
}

function moneyOf({ reference }: AuthorizeRequest) {
  return world.standIn.book
    .all()
    .filter((payment) => payment.reference === reference)
    .map(({ status }) => status)
}

describe('an inquiry', () => {
  it('finds the money whose answer was lost, as soon as it is captured', async () => {
    const sent = await lost(goodPan, 'answer_lost')
    expect(await world.inquire(world.termsOf(sent))).toStrictEqual({ kind: 'pending' })
    world.clock.nowMs += minuteMs
    expect(await world.inquire(world.termsOf(sent))).toMatchObject({
      kind: 'approved',
      reference: sent.reference,
      amountMinor: 2_500,
    })
  })

  it('does not find what never arrived', async () => {
    const sent = await lost(goodPan, 'request_lost')
    expect(await world.inquire(world.termsOf(sent))).toStrictEqual({ kind: 'not_found' })
  })

  it('learns why a card was declined', async () => {
    const sent = await lost('4000000000009995', 'answer_lost')
    expect(await world.inquire(world.termsOf(sent))).toMatchObject({
      kind: 'declined',
      declineCode: 'insufficient_funds',
    })
  })

  it('shows a challenge until the customer has passed it', async () => {
    const sent = await lost(challengedPan, 'answer_lost')
    const challenge = await world.inquire(world.termsOf(sent))
    expect(challenge).toMatchObject({ kind: 'challenge', method: 'GET' })
    const page = await fetch('url' in challenge ? challenge.url : '', {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ outcome: 'pass' }),
    })
    expect(page.headers.get('location')).toContain(`${sent.returnUrl}&cko-session-id=sid_`)
    world.clock.nowMs += minuteMs
    expect(await world.inquire(world.termsOf(sent))).toMatchObject({ kind: 'approved' })
  })

  it.each([
    [challengedPan, 'fail', { kind: 'declined', declineCode: 'authentication_failed' }],
    ['4000008400001629', 'pass', { kind: 'declined', declineCode: 'do_not_honor' }],
  ])('of %s learns how its challenge ended: %s', async (pan, outcome, expected) => {
    const sent = request(pan)
    const challenge = await world.authorize(sent)
    const body = new URLSearchParams({ outcome })
    await fetch('url' in challenge ? challenge.url : '', { method: 'POST', redirect: 'manual', body })
    expect(await world.inquire(world.termsOf(sent))).toMatchObject(expected)
  })

  it('learns that an abandoned challenge has ended', async () => {
    const sent = request(challengedPan)
    await world.authorize(sent)
    world.clock.nowMs += 16 * minuteMs
    expect(await world.inquire(world.termsOf(sent))).toMatchObject({ declineCode: 'authentication_failed' })
  })

  it('that finds two payments knows nothing, and raises an alarm', async () => {
    const sent = request(goodPan)
    await world.authorize(sent)
    world.clock.nowMs += 25 * 60 * minuteMs
    await world.authorize({ ...sent, card: request(goodPan).card })
    expect(await world.inquire(world.termsOf(sent))).toStrictEqual({
      kind: 'unknown',
      cause: 'several payments have this reference',
    })
    expect(world.logged).toMatchObject([{ alarm: 'acquirer_double', count: 2 }])
  })

  it.each([
    ['every payment', (all: object[]) => ({ total_count: all.length, data: all })],
    ['every payment without a count', (all: object[]) => ({ data: all })],
    ['fewer payments than it counts', () => ({ total_count: 1, data: [] })],
    ['no payments and no count', () => ({ data: [] })],
    ['a count below zero', () => ({ total_count: -1, data: [] })],
    ['a count that is not a number', () => ({ total_count: '0', data: [] })],
    ['no payments, and more to come', () => ({ total_count: 0, has_more: true, data: [] })],
    [
      'no payments, and another page',
      () => ({
        total_count: 0,
        data: [],
        _links: { next: { href: 'https://api.checkout.com/payments?skip=10' } },
      }),
    ],
  ])('and a reversal know nothing from a list with %s, and raise an alarm', async (_name, listed) => {
    const sent = await lost(goodPan, 'request_lost')
    await world.authorize(request(goodPan))
    const all = world.standIn.book.all().map(({ id, reference }) => ({ id, reference }))
    const change = () => ({ status: 200, body: JSON.stringify(listed(all)) })
    world.standIn.faults.inject(on('GET', /^\/payments$/), { kind: 'changed', change }, 2)
    world.clock.nowMs += 20 * minuteMs
    const nothing = { kind: 'unknown', cause: 'the list has other payments' }
    expect(await world.inquire(world.termsOf(sent))).toStrictEqual(nothing)
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual(nothing)
    expect(world.logged).toMatchObject([{ alarm: 'acquirer_request' }, { alarm: 'acquirer_request' }])
  })

  it('of one payment in a list that goes on is unknown, because there may be a second one', async () => {
    const sent = request(goodPan)
    await world.authorize(sent)
    const change = ({ status, body }: StandInAnswer) => ({
      status,
      body: JSON.stringify({ ...JSON.parse(body), total_count: 2 }),
    })
    world.standIn.faults.inject(on('GET', /^\/payments$/), { kind: 'changed', change })
    expect(await world.inquire(world.termsOf(sent))).toMatchObject({ kind: 'unknown' })
  })

  it.each([{ id: 'pay_another' }, { reference: 'other' }, { reference: null }])(
    'and a reversal do not believe an answer with %j',
    async (changes) => {
      const sent = request(goodPan)
      const approval = await world.authorize(sent)
      const id = 'acquirerTransactionId' in approval ? approval.acquirerTransactionId : ''
      const change = ({ status, body }: StandInAnswer) => ({
        status,
        body: JSON.stringify({ ...JSON.parse(body), ...changes }),
      })
      world.standIn.faults.inject(on('GET', /pay_\w+$/), { kind: 'changed', change }, 3)
      const another = { kind: 'unknown', cause: 'not the payment' }
      const terms = world.termsOf(sent)
      expect(await world.inquire(terms)).toStrictEqual(another)
      expect(await world.inquire({ ...terms, acquirerTransactionId: id })).toStrictEqual(another)
      expect(await world.reverse(terms)).toStrictEqual(another)
      expect(moneyOf(sent)).toStrictEqual(['Authorized'])
    },
  )

  it('of a payment that is missing from the account is unknown, never "not found"', async () => {
    const terms = { ...world.termsOf(request(goodPan)), acquirerTransactionId: 'pay_fromanotheraccount' }
    expect(await world.inquire(terms)).toStrictEqual({ kind: 'unknown', cause: 'HTTP 404' })
    expect(world.logged).toMatchObject([{ alarm: 'acquirer_account' }])
  })

  it.each([
    [{ kind: 'request_lost' }, 'connection lost'],
    [{ kind: 'truncated' }, 'connection lost'],
    [{ kind: 'instead', isHandled: false, answer: { status: 500, body: '' } }, 'HTTP 500'],
    [{ kind: 'instead', isHandled: false, answer: { status: 404, body: '' } }, 'HTTP 404'],
    [{ kind: 'instead', isHandled: false, answer: { status: 200, body: '{}' } }, 'HTTP 200'],
  ] as const)('that meets %j is unknown', async (fault, cause) => {
    const sent = request(goodPan)
    await world.authorize(sent)
    world.standIn.faults.inject(on('GET', /^\/payments$/), fault)
    expect(await world.inquire(world.termsOf(sent))).toStrictEqual({ kind: 'unknown', cause })
  })
})

describe('a reversal', () => {
  it('voids what is authorized, and is repeated without a second effect', async () => {
    const sent = await lost(goodPan, 'answer_lost')
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
    expect(await world.inquire(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
    expect(moneyOf(sent)).toStrictEqual(['Voided'])
    const sentVoids = world.standIn.log.all().filter(({ path }) => path.endsWith('/voids'))
    expect(sentVoids.map(({ headers }) => headers['cko-idempotency-key'])).toStrictEqual([
      `${sent.reference}-v`,
    ])
  })

  it('is sent under a new key once Checkout.com has declined one that it had accepted', async () => {
    const sent = await lost(goodPan, 'answer_lost')
    world.standIn.faults.inject(voids, { kind: 'answer_lost' })
    expect(await world.reverse(world.termsOf(sent))).toMatchObject({ kind: 'unknown' })
    const [payment] = world.standIn.book.all()
    const [action] = payment?.actions ?? []
    if (payment === undefined || action?.type !== 'Void') throw new Error('there is no void')
    payment.status = 'Authorized'
    action.approved = false
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
    const keys = world.standIn.log
      .all()
      .flatMap(({ path, headers }) => (path.endsWith('/voids') ? headers['cko-idempotency-key'] : []))
    expect(keys).toStrictEqual([`${sent.reference}-v`, `${sent.reference}-v2`])
  })

  it('of captured money comes too late', async () => {
    const sent = await lost(goodPan, 'answer_lost')
    world.clock.nowMs += minuteMs
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'too_late' })
    expect(moneyOf(sent)).toStrictEqual(['Captured'])
  })

  it('of what was declined is done', async () => {
    const sent = await lost('4000000000000002', 'answer_lost')
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
  })

  it('of an open challenge waits for its end', async () => {
    const sent = request(challengedPan)
    await world.authorize(sent)
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({
      kind: 'unknown',
      cause: 'the challenge is open',
    })
    world.clock.nowMs += 16 * minuteMs
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
  })

  it('of what never arrived is certain only once the token has died', async () => {
    const sent = await lost(goodPan, 'late')
    world.clock.nowMs += 18 * minuteMs - 1
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({
      kind: 'unknown',
      cause: 'the payment may still arrive',
    })
    world.clock.nowMs += 1
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
    world.standIn.releaseLate()
    expect(moneyOf(sent)).toStrictEqual([])
  })

  it('undoes what arrives late while it is being repeated', async () => {
    const sent = await lost(goodPan, 'late')
    world.clock.nowMs += 10 * minuteMs
    expect(await world.reverse(world.termsOf(sent))).toMatchObject({ kind: 'unknown' })
    world.standIn.releaseLate()
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
    expect(moneyOf(sent)).toStrictEqual(['Voided'])
  })

  it.each([
    [{ kind: 'request_lost' }, 'connection lost', 'Authorized'],
    [{ kind: 'answer_lost' }, 'connection lost', 'Voided'],
    [
      { kind: 'instead', isHandled: false, answer: { status: 403, body: '' } },
      'the payment cannot be voided',
      'Authorized',
    ],
    [{ kind: 'instead', isHandled: false, answer: { status: 429, body: '' } }, 'HTTP 429', 'Authorized'],
    [
      { kind: 'instead', isHandled: false, answer: { status: 202, body: '{"action_id":"act_aaaa"}' } },
      'the void is not done yet',
      'Authorized',
    ],
  ] as const)('that meets %j is not claimed, and succeeds when repeated', async (fault, cause, status) => {
    const sent = await lost(goodPan, 'answer_lost')
    world.standIn.faults.inject(voids, fault)
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'unknown', cause })
    expect(moneyOf(sent)).toStrictEqual([status])
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
  })
})
