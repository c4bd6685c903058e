/** An authorization at Checkout.com: first the card, then the money. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { on } from '../../../verification/acquirers/stand-in/faults.ts'
import { type CheckoutWorld, challengedPan, goodPan, openCheckout, request } from './checkout-world.ts'

let world: CheckoutWorld
beforeEach(async () => {
  world = await openCheckout()
})
afterEach(async () => {
  expect(world.standIn.violations).toStrictEqual([])
  await world.standIn.close()
})

const tokens = on('POST', /^\/tokens$/)
const payments = on('POST', /^\/payments$/)

function sentPayment(): Record<string, unknown> {
  const sent = world.standIn.log.all().find(({ path }) => path === '/payments')
  return JSON.parse(sent?.body ?? 'null')
}

describe('an authorization', () => {
  it('approves a good card for exactly what was asked', async () => {
    const good = request(goodPan)
    expect(await world.authorize(good)).toStrictEqual({
      kind: 'approved',
      acquirerTransactionId: expect.stringMatching(/^pay_/),
      reference: good.reference,
      amountMinor: 2_500,
      currency: 'eur',
      country: 'GB',
    })
    expect(world.standIn.log.lines()).toStrictEqual(['POST /tokens', 'POST /payments'])
  })

  it('has the card number in exactly one request, and nowhere else', async () => {
    await world.authorize(request(goodPan))
    const [only, ...others] = world.standIn.log.containing(goodPan)
    expect([only?.path, others]).toStrictEqual(['/tokens', []])
    expect(JSON.stringify(world.logged)).not.toContain(goodPan)
    expect(JSON.stringify(sentPayment())).not.toContain('"cvv"')
  })

  it('sends the card with the public key, and the money with the secret key and our reference', async () => {
    const good = request(goodPan)
    await world.authorize(good)
    const [token, payment] = world.standIn.log.all()
    expect(token?.headers.authorization).toBe('Bearer pk_sbox_standinpublic')
    expect(token?.headers['cko-idempotency-key']).toBeUndefined()
    expect(payment?.headers.authorization).toBe('Bearer sk_sbox_standinsecret')
    expect(payment?.headers['cko-idempotency-key']).toBe(good.reference)
    expect(sentPayment()).toMatchObject({
      amount: 2_500,
      currency: 'EUR',
      reference: good.reference,
      capture: true,
      processing_channel_id: 'pc_standin',
      '3ds': { enabled: true },
      success_url: good.returnUrl,
      failure_url: good.returnUrl,
      payment_ip: '192.0.2.7',
      customer: { email: 'ada@example.com', name: 'Ada Lovelace' },
    })
  })

  it('sends the billing address, the chosen network, and the merchant’s own channel', async () => {
    const line = { line1: '1 Main Street', line2: null, city: 'Paris', postcode: '75001', country: 'FR' }
    await world.authorize(
      request(goodPan, { billingAddress: line, network: 'cartes_bancaires', account: 'pc_other' }),
    )
    expect(sentPayment()).toMatchObject({
      source: {
        billing_address: { address_line1: '1 Main Street', city: 'Paris', zip: '75001', country: 'FR' },
      },
      processing: { preferred_scheme: 'cartes_bancaires' },
      processing_channel_id: 'pc_other',
    })
  })

  it.each([
    ['4000000000000002', 'do_not_honor', null],
    ['4000000000009995', 'insufficient_funds', 'later'],
    ['4000000000009987', 'lost_card', 'never'],
    ['4000000000000127', 'invalid_cvc', null],
  ])('declines %s as %s', async (pan, declineCode, retry) => {
    const answer = await world.authorize(request(pan))
    expect(answer).toStrictEqual({ kind: 'declined', declineCode, country: 'GB', retry })
  })

  it('sends the customer to the challenge on a host of Checkout.com', async () => {
    const answer = await world.authorize(request(challengedPan))
    expect(answer).toMatchObject({ kind: 'challenge', method: 'GET', fields: {} })
    expect('url' in answer && answer.url).toContain(`${world.standIn.url}/3ds/pay_`)
  })

  it.each([
    'https://checkout.com.example.net/3ds/1',
    'https://evilcheckout.com/3ds/1',
    'http://api.checkout.com/3ds/1',
    'javascript:alert(1)',
  ])('sends the customer to no other host: %s', async (href) => {
    world.standIn.faults.inject(payments, {
      kind: 'changed',
      change: ({ status, body }) => ({
        status,
        body: JSON.stringify({ ...JSON.parse(body), _links: { redirect: { href } } }),
      }),
    })
    const answer = await world.authorize(request(challengedPan))
    expect(answer).toStrictEqual({ kind: 'unknown', cause: 'the challenge is on an unknown host' })
    expect(world.logged).toMatchObject([{ alarm: 'acquirer_challenge' }])
  })

  it.each(['https://api.checkout.com/3ds/1', 'https://3ds2-sandbox.ckotech.co/interceptor/3ds_1'])(
    'sends the customer to %s',
    async (href) => {
      world.standIn.faults.inject(payments, {
        kind: 'changed',
        change: ({ status, body }) => ({
          status,
          body: JSON.stringify({ ...JSON.parse(body), _links: { redirect: { href } } }),
        }),
      })
      expect(await world.authorize(request(challengedPan))).toMatchObject({ kind: 'challenge', url: href })
    },
  )
})

describe('a card request', () => {
  it.each([
    ['is lost', { kind: 'request_lost' }],
    ['is answered, but the answer is lost', { kind: 'answer_lost' }],
    ['is answered by half', { kind: 'truncated' }],
    ['is answered with garbage', { kind: 'garbage' }],
    ['gets status 500', { kind: 'instead', isHandled: false, answer: { status: 500, body: '' } }],
    ['gets status 429', { kind: 'instead', isHandled: false, answer: { status: 429, body: '' } }],
    ['is redirected', { kind: 'instead', isHandled: false, answer: { status: 308, body: '' } }],
    ['gets no token', { kind: 'instead', isHandled: true, answer: { status: 201, body: '{}' } }],
  ] as const)('that %s leaves the money untouched', async (_name, fault) => {
    world.standIn.faults.inject(tokens, fault)
    expect(await world.authorize(request(goodPan))).toStrictEqual({ kind: 'not_sent' })
    expect(world.standIn.log.lines()).toStrictEqual(['POST /tokens'])
  })

  it.each([
    [{ expYear: 1999 }, 'invalid_expiry'],
    [{ cvc: '1' }, 'invalid_cvc'],
    [{ pan: '42' }, 'invalid_number'],
  ])('with %j is declined without a payment', async (changes, declineCode) => {
    const { SecretCard } = await import('../../../src/core/card/secret-card.ts')
    const details = { pan: goodPan, cvc: '123', expMonth: 12, expYear: 2040, holderName: 'A', ...changes }
    const answer = await world.authorize(request(goodPan, { card: new SecretCard(details) }))
    expect(answer).toMatchObject({ kind: 'declined', declineCode })
    expect(world.standIn.log.lines()).toStrictEqual(['POST /tokens'])
  })

  it.each([
    ['{"error_codes":["card_is_odd"]}', 'card_is_odd'],
    ['{"error_codes":["request_json_invalid","email_required"]}', 'request_json_invalid, email_required'],
    ['', ''],
  ])(
    'that is refused for a reason other than the card is not the customer’s fault: %s',
    async (body, code) => {
      world.standIn.faults.inject(tokens, {
        kind: 'instead',
        isHandled: false,
        answer: { status: 422, body },
      })
      expect(await world.authorize(request(goodPan))).toStrictEqual({ kind: 'not_sent' })
      expect(world.logged).toMatchObject([{ alarm: 'acquirer_request', code }])
    },
  )

  it('with credentials that are rejected raises an alarm', async () => {
    world.standIn.faults.inject(tokens, {
      kind: 'instead',
      isHandled: false,
      answer: { status: 401, body: '' },
    })
    expect(await world.authorize(request(goodPan))).toStrictEqual({ kind: 'not_sent' })
    expect(world.logged).toMatchObject([{ alarm: 'acquirer_credentials', operation: 'token', status: 401 }])
  })
})

describe('a payment request', () => {
  const instead = (status: number, body = '') =>
    ({ kind: 'instead', isHandled: false, answer: { status, body } }) as const

  it.each([
    ['is lost', { kind: 'request_lost' }, 'connection lost'],
    ['is done, but its answer is lost', { kind: 'answer_lost' }, 'connection lost'],
    ['is answered by half', { kind: 'truncated' }, 'connection lost'],
    ['is answered with garbage', { kind: 'garbage' }, 'bad response'],
    ['gets status 400', instead(400), 'HTTP 400'],
    ['gets status 401', instead(401), 'HTTP 401'],
    ['gets status 404', instead(404), 'HTTP 404'],
    ['gets status 409', instead(409), 'HTTP 409'],
    ['gets status 429', instead(429), 'HTTP 429'],
    ['gets status 500', instead(500, '{"error":"x"}'), 'HTTP 500'],
    ['gets status 503', instead(503, '<html>'), 'HTTP 503'],
    ['is redirected', instead(308), 'HTTP 308'],
    ['gets no JSON', instead(201, 'OK'), 'not JSON'],
    ['gets another object', instead(201, '{"id":"pay_aaaa"}'), 'the payment could not be read'],
    ['is refused for its token', instead(422, '{"error_codes":["token_used"]}'), 'HTTP 422, token_used'],
    ['is refused without a reason', instead(422), 'HTTP 422, without a reason'],
  ] as const)('that %s has an unknown outcome', async (_name, fault, cause) => {
    world.standIn.faults.inject(payments, fault)
    expect(await world.authorize(request(goodPan))).toStrictEqual({ kind: 'unknown', cause })
    expect(world.standIn.log.lines()).toStrictEqual(['POST /tokens', 'POST /payments'])
  })

  it.each([
    ['Authorized', false],
    ['Declined', true],
    ['Declined', undefined],
    ['Card Verified', true],
    ['Something new', true],
  ])('whose status is %s and whose approval is %s has an unknown outcome', async (status, approved) => {
    world.standIn.faults.inject(payments, {
      kind: 'changed',
      change: ({ body }) => ({
        status: 201,
        body: JSON.stringify({ ...JSON.parse(body), status, approved }),
      }),
    })
    expect(await world.authorize(request(goodPan))).toMatchObject({ kind: 'unknown' })
  })

  it('reports the amount, the currency, and the reference of the answer, not of the request', async () => {
    world.standIn.faults.inject(payments, {
      kind: 'changed',
      change: ({ status, body }) => ({
        status,
        body: JSON.stringify({ ...JSON.parse(body), amount: 99, currency: 'USD', reference: 'other' }),
      }),
    })
    expect(await world.authorize(request(goodPan))).toMatchObject({
      kind: 'approved',
      ...{ amountMinor: 99, currency: 'usd', reference: 'other' },
    })
  })

  it.each([
    ['a decline', '4000000000009995'],
    ['a challenge', challengedPan],
  ])('does not believe %s that has another reference', async (_name, pan) => {
    world.standIn.faults.inject(payments, {
      kind: 'changed',
      change: ({ status, body }) => ({
        status,
        body: JSON.stringify({ ...JSON.parse(body), reference: 'other' }),
      }),
    })
    expect(await world.authorize(request(pan))).toStrictEqual({ kind: 'unknown', cause: 'not the payment' })
  })

  it('is not sent if the attempt may have been given up since it was started', async () => {
    expect(await world.authorize(request(goodPan, { isLate: () => true }))).toStrictEqual({
      kind: 'not_sent',
    })
    expect(world.standIn.log.lines()).toStrictEqual(['POST /tokens'])
  })

  it('ends when the gateway’s deadline fires, without an answer', async () => {
    world.standIn.faults.inject(payments, { kind: 'silent', isHandled: true })
    const answer = await world.acquirer.authorize(request(goodPan), AbortSignal.timeout(100))
    expect(answer).toStrictEqual({ kind: 'unknown', cause: 'aborted' })
  })
})
