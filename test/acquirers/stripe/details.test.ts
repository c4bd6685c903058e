/** Stripe's reasons for declines, where the card's number goes, and what is checked before anything is sent. */
import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { createStripe } from '../../../src/acquirers/stripe/create-stripe.ts'
import { statementSuffix } from '../../../src/acquirers/stripe/statement-suffix.ts'
import { on } from '../../../verification/acquirers/stand-in/faults.ts'
import { recordedLog } from './recorded-log.ts'
import { attempt, noSignal, openStripe, refundOf } from './stripe-world.ts'

const confirming = on('POST', /confirm$/)

describe('a decline', () => {
  const reasons = {
    do_not_honor: 'do_not_honor',
    merchant_blacklist: 'fraud_filter',
    try_again_later: 'processing_error',
  }

  it.each(Object.entries(reasons))('%s is %s', async (reason, declineCode) => {
    const decline = { code: 'card_declined', declineCode: reason }
    const world = await openStripe({ behaviorOf: () => ({ decline }) })
    expect(await world.authorize(await world.prepare())).toMatchObject({ kind: 'declined', declineCode })
    expect(world.log.lines).toEqual([])
  })

  it.each([
    ['expired_card', 'expired_card'],
    ['incorrect_cvc', 'invalid_cvc'],
    ['processing_error', 'processing_error'],
  ])('may have no more than the code %s', async (code, declineCode) => {
    const world = await openStripe({ behaviorOf: () => ({ decline: { code } }) })
    expect(await world.authorize(await world.prepare())).toMatchObject({ kind: 'declined', declineCode })
  })

  it.each([
    ['warn', 'something_new'],
    ['warn', 'constructor'],
    ['error', 'testmode_decline'],
  ] as const)('that is not known is general, and logged: %s', async (level, declineCode) => {
    const world = await openStripe({
      behaviorOf: () => ({ decline: { code: 'card_declined', declineCode } }),
    })
    expect(await world.authorize(await world.prepare())).toMatchObject({ declineCode: 'generic_decline' })
    expect(world.log.lines).toMatchObject([{ level, fields: { code: 'card_declined', declineCode } }])
  })

  it('says whether the card may be tried again', async () => {
    for (const [adviceCode, retry] of [
      ['do_not_try_again', 'never'],
      ['try_again_later', 'later'],
      ['confirm_card_data', null],
    ] as const) {
      const decline = { code: 'card_declined', declineCode: 'do_not_honor', adviceCode }
      const world = await openStripe({ behaviorOf: () => ({ decline }) })
      expect(await world.authorize(await world.prepare())).toMatchObject({ retry })
    }
  })
})

describe('the number of a card', () => {
  const pan = '4242424242424242'

  it('is in one request of an attempt, and nowhere else', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged()
    await world.answerChallenge(url, 'pass')
    await world.finishChallenge(terms)
    const paid = await world.approved(pan)
    await world.refund(refundOf(paid))
    await world.reverse(paid)
    const lines = await world.statement()
    expect(world.standIn.log.containing(pan).map(({ path }) => path)).toEqual(['/v1/payment_methods'])
    expect(JSON.stringify([lines, world.log.lines])).not.toContain(pan)
  })

  it('is not repeated from an answer that quotes it', async () => {
    const world = await openStripe()
    const quoting = {
      type: 'card_error',
      code: pan,
      decline_code: `a${pan}`,
      param: pan,
      message: pan,
      doc_url: pan,
    }
    const fault = { status: 402, body: JSON.stringify({ error: quoting }) }
    world.standIn.faults.inject(on('POST', /payment_methods$/), {
      kind: 'instead',
      isHandled: false,
      answer: fault,
    })
    world.standIn.faults.inject(confirming, {
      kind: 'instead',
      isHandled: false,
      answer: { ...fault, status: 400 },
    })
    const answers = [
      await world.authorize(await world.prepare()),
      await world.authorize(await world.prepare()),
    ]
    expect(answers.map(({ kind }) => kind)).toEqual(['declined', 'unknown'])
    expect(JSON.stringify([answers, world.log.lines])).not.toContain(pan)
  })
})

describe('a payment whose terms Stripe does not accept', () => {
  it('is not sent, and an alarm', async () => {
    const world = await openStripe()
    const request = { ...attempt({ amountMinor: 20 }), statementName: 'SHOP' }
    expect((await world.acquirer.prepare?.(request, noSignal))?.kind).toBe('not_sent')
    expect(world.log.lines).toMatchObject([{ fields: { alarm: 'acquirer_request', param: 'amount' } }])
  })
})

describe('an account that may not send card numbers', () => {
  it('is told what to ask Stripe for, and nothing is charged', async () => {
    const world = await openStripe()
    const message = 'Sending credit card numbers directly to the Stripe API is generally unsafe.'
    const body = JSON.stringify({ error: { type: 'invalid_request_error', message } })
    const answer = { status: 402, body }
    world.standIn.faults.inject(on('POST', /payment_methods$/), { kind: 'instead', isHandled: false, answer })
    expect(await world.authorize(await world.prepare())).toEqual({ kind: 'not_sent' })
    expect(world.log.lines).toMatchObject([
      { level: 'error', message: expect.stringContaining('enable the raw card data APIs') },
    ])
  })
})

describe('the account statement of the customer', () => {
  it.each([
    ['EXAMPLE SHOP', 'EXAMPLE SH'],
    ['A * B', 'A  B'],
    ["O'Neill's", 'ONeills'],
    ['TEN CHARS  MORE', 'TEN CHARS'],
    ['12345', null],
    ['***', null],
  ])('says for %s: %s', (name, suffix) => {
    expect(statementSuffix(name)).toBe(suffix)
  })
})

describe('the key', () => {
  const create = (secretKey: string, livemode: boolean) =>
    createStripe({ secretKey, livemode, proxy: null, loadSdk: () => Stripe, log: recordedLog() })

  it('must belong to the mode, and is never named', () => {
    expect(() => create('sk_test_abc', true)).toThrow('is a test key, and this setting needs a live key')
    expect(() => create('rk_live_abc', false)).toThrow('is a live key, and this setting needs a test key')
    expect(() => create('pk_live_abc', true)).toThrow(/^The key for Stripe must begin with sk_live_[^a]*\.$/)
    expect(create('rk_live_abc', true).limits?.eur).toEqual({ minMinor: 50, maxMinor: 99_999_999 })
  })

  it('is checked by reading a list', async () => {
    const world = await openStripe()
    expect(await world.acquirer.check?.(noSignal)).toEqual({ kind: 'accepted' })
    expect(world.requests).toEqual(['GET payment_intents'])
    await world.approved()
    expect(await world.acquirer.check?.(noSignal)).toEqual({ kind: 'accepted' })
    const listing = on('GET', /payment_intents$/)
    world.standIn.faults.inject(listing, {
      kind: 'changed',
      change: ({ status, body }) => ({
        status,
        body: body.replaceAll('"livemode":false', '"livemode":true'),
      }),
    })
    expect(await world.acquirer.check?.(noSignal)).toMatchObject({ kind: 'refused' })
    world.standIn.faults.inject(listing, { kind: 'request_lost' })
    expect(await world.acquirer.check?.(noSignal)).toMatchObject({ kind: 'unknown' })
  })

  it.each([401, 403])('is refused with status %s', async (status) => {
    const world = await openStripe()
    world.standIn.faults.inject(on('GET', /./), {
      kind: 'instead',
      isHandled: false,
      answer: { status, body: '{"error":{"type":"invalid_request_error"}}' },
    })
    expect(await world.acquirer.check?.(noSignal)).toMatchObject({ kind: 'refused' })
  })

  it('is not needed by an SDK that cannot be loaded', async () => {
    const loadSdk = () => {
      throw new Error('no such package')
    }
    const world = await openStripe({}, { loadSdk })
    expect((await world.acquirer.prepare?.({ ...attempt(), statementName: 'SHOP' }, noSignal))?.kind).toBe(
      'not_sent',
    )
    expect(world.requests).toEqual([])
  })
})
