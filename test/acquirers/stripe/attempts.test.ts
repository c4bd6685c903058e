/** One attempt at Stripe: prepared, paid, challenged, asked about, and reversed. */
import { describe, expect, it } from 'vitest'
import { on, type When } from '../../../verification/acquirers/stand-in/faults.ts'
import { approvedPan, attempt, openStripe } from './stripe-world.ts'

const confirming = on('POST', /confirm$/)
const refunding = on('POST', /refunds$/)

describe('an attempt at Stripe', () => {
  it('is prepared without the card, then gets the card, then is confirmed', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    const answer = await world.authorize(terms)
    expect(answer).toEqual({
      kind: 'approved',
      acquirerTransactionId: terms.handle,
      reference: terms.reference,
      amountMinor: 2_500,
      currency: 'eur',
      country: 'US',
    })
    expect(world.requests).toEqual([
      'POST payment_intents',
      'POST payment_methods',
      'POST payment_intents/PI/confirm',
    ])
    expect(world.book.heldMinor(terms.reference)).toBe(2_500)
  })

  it('names the installation and the reference, and confirms by hand', async () => {
    const world = await openStripe()
    const { reference } = await world.prepare()
    const [created] = world.standIn.log.all()
    expect(Object.fromEntries(new URLSearchParams(created?.body))).toEqual({
      amount: '2500',
      currency: 'eur',
      'allowed_payment_method_types[0]': 'card',
      capture_method: 'automatic',
      confirmation_method: 'manual',
      'metadata[flowlix_reference]': reference,
      'metadata[flowlix_installation]': '7k2m9x0q',
      statement_descriptor_suffix: 'EXAMPLE SH',
    })
    expect(created?.headers).toMatchObject({
      'idempotency-key': reference,
      'stripe-version': '2026-10-28.endive',
      connection: 'close',
    })
    expect(Object.keys(created?.headers ?? {})).not.toContain('x-stripe-client-user-agent')
  })

  it('has a key for every request that changes something, made from its reference', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged()
    await world.answerChallenge(url, 'pass')
    await world.finishChallenge(terms)
    const keys = world.standIn.log.all().map(({ headers }) => headers['idempotency-key'])
    const { reference } = terms
    expect(keys.filter((key) => key !== undefined)).toEqual([
      reference,
      `${reference}-m`,
      `${reference}-c`,
      `${reference}-c2`,
    ])
  })

  it('belongs to the account of its merchant', async () => {
    const world = await openStripe({ accounts: ['acct_1'] })
    const terms = await world.approved(approvedPan, { account: 'acct_1' })
    expect(world.book.intents('acct_1')).toHaveLength(1)
    expect(world.book.intents()).toHaveLength(0)
    expect((await world.inquire(terms)).kind).toBe('approved')
    expect((await world.inquire({ ...terms, account: null })).kind).toBe('unknown')
  })

  it('sends who pays, from where, and through which network', async () => {
    const world = await openStripe()
    await world.authorize(await world.prepare(), '4000002500001001', {
      customer: { email: 'ada@example.com', name: 'Ada', phone: '+31201234567', ip: '192.0.2.7' },
      billingAddress: {
        country: 'NL',
        line1: 'Damrak 1',
        line2: null,
        city: 'Amsterdam',
        postcode: '1012 LG',
      },
      network: 'cartes_bancaires',
    })
    const card = world.standIn.log.all().find(({ path }) => path.endsWith('payment_methods'))
    expect(Object.fromEntries(new URLSearchParams(card?.body))).toMatchObject({
      'card[networks][preferred]': 'cartes_bancaires',
      'billing_details[name]': 'Ada Lovelace',
      'billing_details[email]': 'ada@example.com',
      'billing_details[phone]': '+31201234567',
      'billing_details[address][country]': 'NL',
      'billing_details[address][postal_code]': '1012 LG',
    })
  })

  it('is canceled once after a decline, so that it can never be confirmed again', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    const answer = await world.authorize(terms, '4000000000009995')
    expect(answer).toEqual({
      kind: 'declined',
      declineCode: 'insufficient_funds',
      country: 'US',
      retry: 'later',
    })
    expect(world.requests.at(-1)).toBe('POST payment_intents/PI/cancel')
    expect(world.book.intents()[0]?.status).toBe('canceled')
  })

  it('is declined although canceling it fails', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    world.standIn.faults.inject(on('POST', /cancel$/), { kind: 'request_lost' })
    expect((await world.authorize(terms, '4000000000009995')).kind).toBe('declined')
  })

  it('is declined at once by a card that Stripe does not accept', async () => {
    const world = await openStripe()
    const answer = await world.authorize(await world.prepare(), '4242424242424241')
    expect(answer).toMatchObject({ kind: 'declined', declineCode: 'invalid_number' })
    expect(world.requests).not.toContain('POST payment_intents/PI/confirm')
  })

  it('is stopped by the fraud filter of Stripe, not by the issuer', async () => {
    const world = await openStripe()
    const answer = await world.authorize(await world.prepare(), '4100000000000019')
    expect(answer).toMatchObject({ kind: 'declined', declineCode: 'fraud_filter' })
  })

  it('is not sent without a handle', async () => {
    const world = await openStripe()
    expect(await world.authorize(attempt())).toEqual({ kind: 'not_sent' })
    expect(world.requests).toEqual([])
  })

  it('is found without its handle, by its reference', async () => {
    const world = await openStripe()
    const terms = await world.approved()
    const lost = { ...terms, handle: null, acquirerTransactionId: null }
    expect((await world.inquire(lost)).kind).toBe('approved')
    expect((await world.inquire({ ...lost, reference: attempt().reference })).kind).toBe('not_found')
    expect((await world.reverse(lost)).kind).toBe('reversed')
    expect(world.book.heldMinor(terms.reference)).toBe(0)
  })
})

describe('a process that stood still after it had sent the card', () => {
  it('confirms nothing', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    world.standIn.log.clear()
    expect(await world.authorize(terms, approvedPan, { isLate: () => true })).toEqual({ kind: 'not_sent' })
    expect(world.requests).toEqual(['POST payment_methods'])
  })
})

describe('a reversal at Stripe', () => {
  it('stops a confirmation that arrives after it', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    world.standIn.faults.inject(confirming, { kind: 'late' })
    expect((await world.authorize(terms)).kind).toBe('unknown')
    expect((await world.inquire(terms)).kind).toBe('not_found')
    expect((await world.reverse(terms)).kind).toBe('reversed')
    world.standIn.releaseLate()
    expect(world.book.heldMinor(terms.reference)).toBe(0)
    expect((await world.inquire(terms)).kind).toBe('reversed')
  })

  it('refunds what was already paid, once', async () => {
    const world = await openStripe()
    const terms = await world.approved()
    expect((await world.reverse(terms)).kind).toBe('reversed')
    expect((await world.reverse(terms)).kind).toBe('reversed')
    expect(world.book.refunds().map(({ amount }) => amount)).toEqual([2_500])
  })

  it('is unknown while its refund is pending, and then reversed', async () => {
    const world = await openStripe()
    const terms = await world.approved('4000000000007726')
    expect((await world.reverse(terms)).kind).toBe('unknown')
    world.book.finishRefunds()
    expect((await world.reverse(terms)).kind).toBe('reversed')
    expect(world.book.refunds()).toHaveLength(1)
  })

  it('is too late if its refund has failed', async () => {
    const world = await openStripe()
    const terms = await world.approved('4000000000005126')
    expect((await world.reverse(terms)).kind).toBe('reversed')
    world.book.finishRefunds()
    expect((await world.reverse(terms)).kind).toBe('too_late')
  })

  it('is repeated with a new key, so that a failure does not stay', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    world.book.failInside(on('POST', /cancel$/))
    expect((await world.reverse(terms)).kind).toBe('unknown')
    expect((await world.reverse(terms)).kind).toBe('reversed')
  })

  it('refunds with another key if Stripe keeps an error for the first one, once', async () => {
    const world = await openStripe()
    const terms = await world.approved()
    world.book.failInside(refunding)
    expect((await world.reverse(terms)).kind).toBe('reversed')
    expect((await world.reverse(terms)).kind).toBe('reversed')
    expect(world.book.refunds().map(({ amount }) => amount)).toEqual([2_500])
  })

  it('finds its refund in the list after an error', async () => {
    const world = await openStripe()
    const terms = await world.approved()
    const answer = { status: 500, body: '{}' }
    world.standIn.faults.inject(refunding, { kind: 'instead', isHandled: true, answer })
    expect((await world.reverse(terms)).kind).toBe('reversed')
    expect(world.requests.filter((line) => line === 'POST refunds')).toHaveLength(1)
  })

  it('is unknown if a refund that took effect only after the list was read is still pending', async () => {
    const world = await openStripe()
    const terms = await world.approved('4000000000007726')
    const answer = { status: 500, body: '{}' }
    world.standIn.faults.inject(refunding, { kind: 'instead', isHandled: true, answer })
    let lists = 0
    const isSecondList: When = (request) => on('GET', /refunds$/)(request) && ++lists === 2
    world.standIn.faults.inject(isSecondList, {
      kind: 'changed',
      change: ({ status }) => ({ status, body: '{"object":"list","data":[],"has_more":false}' }),
    })
    expect(await world.reverse(terms)).toEqual({ kind: 'unknown', cause: 'the refund is pending' })
    expect(world.book.refunds()).toHaveLength(1)
    world.book.finishRefunds()
    expect((await world.reverse(terms)).kind).toBe('reversed')
  })

  it('of a PaymentIntent that Stripe does not have is unknown, and an alarm', async () => {
    const world = await openStripe()
    const terms = attempt({ handle: 'pi_another' })
    expect((await world.reverse(terms)).kind).toBe('unknown')
    expect((await world.inquire(terms)).kind).toBe('unknown')
    expect(world.log.lines.map(({ fields }) => fields.alarm)).toEqual([
      'acquirer_account',
      'acquirer_account',
    ])
  })
})
