/** What can go wrong between the gateway and Stripe, and that money never moves twice, or unnoticed. */
import { describe, expect, it } from 'vitest'
import { type Fault, on } from '../../../verification/acquirers/stand-in/faults.ts'
import { attempt, authorization, noSignal, openStripe, refundOf, type StripeWorld } from './stripe-world.ts'

const instead = (status: number, error: object = { type: 'api_error', message: '?' }): Fault => ({
  kind: 'instead',
  isHandled: false,
  answer: { status, body: JSON.stringify({ error }) },
})
const text = (status: number, body: string, headers = {}): Fault => ({
  kind: 'instead',
  isHandled: false,
  answer: { status, body, headers },
})

const faults: Readonly<Record<string, Fault>> = {
  'a lost request': { kind: 'request_lost' },
  'a request that arrives later': { kind: 'late' },
  'a lost answer': { kind: 'answer_lost' },
  'half an answer': { kind: 'truncated' },
  'no HTTP': { kind: 'garbage' },
  'an error inside Stripe': instead(500),
  'an answer that is not JSON': text(200, '<html>'),
  'an answer that is not an object': text(200, '42'),
  'an empty object': text(200, '{}'),
  'a redirect': text(308, '', { location: 'http://127.0.0.1:1/' }),
  'too many requests': instead(429, { type: 'invalid_request_error', code: 'rate_limit' }),
  'a locked object': instead(429, { type: 'invalid_request_error', code: 'lock_timeout' }),
  'a key that is in use': instead(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }),
  'a key that was used for something else': instead(400, { type: 'idempotency_error' }),
  'an invalid request': instead(400, { type: 'invalid_request_error', code: 'parameter_unknown' }),
  'a key that is not valid': instead(401, { type: 'invalid_request_error' }),
  'a key without the permission': instead(403, { type: 'invalid_request_error' }),
}

const steps = {
  prepare: on('POST', /payment_intents$/),
  card: on('POST', /payment_methods$/),
  confirm: on('POST', /confirm$/),
  inquire: on('GET', /payment_intents\/pi_/),
  cancel: on('POST', /cancel$/),
}

/** The number of requests of the authorization, or of what else is tried. */
async function afterFault(
  step: keyof typeof steps,
  fault: Fault,
): Promise<readonly [StripeWorld, string, number]> {
  const world = await openStripe()
  const terms = step === 'prepare' ? attempt() : await world.prepare()
  world.standIn.log.clear()
  world.standIn.faults.inject(steps[step], fault)
  const answer = await {
    prepare: () => world.acquirer.prepare?.({ ...terms, statementName: 'SHOP' }, noSignal),
    card: () => world.authorize(terms),
    confirm: () => world.authorize(terms),
    inquire: () => world.inquire(terms),
    cancel: () => world.reverse(terms),
  }[step]()
  return [world, answer?.kind ?? '', world.requests.length]
}

/** Something else was sent under the same reference, and may have been charged. */
const keyFaults: readonly string[] = ['a key that is in use', 'a key that was used for something else']

describe.each(Object.entries(faults))('with %s', (name, fault) => {
  it('nothing is prepared, and nothing is charged', async () => {
    expect((await afterFault('prepare', fault)).slice(1)).toEqual(['not_sent', 1])
  })

  it('a card request has charged nothing', async () => {
    const [world, ...rest] = await afterFault('card', fault)
    expect(rest).toEqual([keyFaults.includes(name) ? 'unknown' : 'not_sent', 1])
    world.standIn.releaseLate()
    expect(world.book.intents().every(({ charge }) => charge === null)).toBe(true)
  })

  it('a confirmation is unknown, sent once, and found out by asking', async () => {
    const [world, ...rest] = await afterFault('confirm', fault)
    expect(rest).toEqual(['unknown', 2])
    const [intent] = world.book.intents()
    const isCharged = intent?.status === 'succeeded'
    const terms = attempt({ reference: intent?.metadata.flowlix_reference ?? '', handle: intent?.id ?? '' })
    expect((await world.inquire(terms)).kind).toBe(isCharged ? 'approved' : 'not_found')
    expect((await world.reverse(terms)).kind).toBe('reversed')
    world.standIn.releaseLate()
    expect(world.book.heldMinor(terms.reference)).toBe(0)
  })

  it('an inquiry and a reversal are unknown', async () => {
    expect((await afterFault('inquire', fault)).slice(1)).toEqual(['unknown', 1])
    expect((await afterFault('cancel', fault)).slice(1)).toEqual(['unknown', 1])
  })
})

describe('Stripe', () => {
  it('is not reached: nothing was sent', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    await world.standIn.close()
    expect(await world.authorize(terms)).toEqual({ kind: 'not_sent' })
    expect((await world.acquirer.prepare?.({ ...attempt(), statementName: 'SHOP' }, noSignal))?.kind).toBe(
      'not_sent',
    )
    expect(await world.refund(refundOf(terms))).toEqual({ kind: 'not_sent' })
    expect((await world.inquire(terms)).kind).toBe('unknown')
    expect((await world.reverse(terms)).kind).toBe('unknown')
  })

  it('was paid under this reference before a database was restored: another card is not charged', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    await world.authorize(terms, '4242424242424242')
    const again = await world.acquirer.prepare?.({ ...terms, statementName: 'EXAMPLE SHOP' }, noSignal)
    expect(again).toEqual({ kind: 'prepared', handle: terms.handle })
    expect((await world.authorize(terms, '5555555555554444')).kind).toBe('unknown')
    expect((await world.inquire(terms)).kind).toBe('approved')
    expect(world.book.heldMinor(terms.reference)).toBe(2_500)
  })

  it('is given up when the gateway says so, and the outcome is unknown', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    world.standIn.faults.inject(steps.confirm, { kind: 'silent', isHandled: true })
    const ending = new AbortController()
    const answering = world.acquirer.authorize(authorization(terms, '4242424242424242'), ending.signal)
    while (world.standIn.log.lines().length < 3) await new Promise(setImmediate)
    ending.abort()
    expect(await answering).toEqual({ kind: 'unknown', cause: 'aborted' })
    expect((await world.inquire(terms)).kind).toBe('approved')
  })

  it('answers about something else, which is not believed', async () => {
    const world = await openStripe()
    const changed = (from: string | RegExp, to: string): Fault => ({
      kind: 'changed',
      change: ({ status, body }) => ({ status, body: body.replaceAll(from, to) }),
    })
    for (const fault of [
      changed('"id":"pi_', '"id":"pi_x'),
      changed('"livemode":false', '"livemode":true'),
      changed('"currency":"eur"', '"currency":"sek"'),
      changed(/"metadata":\{[^}]*\}/g, '"metadata":{}'),
      changed('"status":"succeeded"', '"status":"something_new"'),
    ]) {
      const terms = await world.prepare()
      world.standIn.faults.inject(steps.confirm, fault)
      expect((await world.authorize(terms)).kind).toBe('unknown')
    }
    const paid = await world.approved()
    world.standIn.faults.inject(steps.inquire, changed('"id":"pi_', '"id":"pi_x'))
    expect((await world.inquire(paid)).kind).toBe('unknown')
    const terms = await world.prepare()
    world.standIn.faults.inject(steps.confirm, changed('"amount_received":2500', '"amount_received":2400'))
    expect(await world.authorize(terms)).toMatchObject({ kind: 'approved', amountMinor: 2_400 })
  })

  it('prepares something else, which is not used', async () => {
    const world = await openStripe()
    for (const [from, to] of [
      ['"amount":2500', '"amount":2400'],
      ['"currency":"eur"', '"currency":"usd"'],
      ['"livemode":false', '"livemode":true'],
      ['requires_payment_method', 'canceled'],
    ] as const) {
      world.standIn.faults.inject(steps.prepare, {
        kind: 'changed',
        change: ({ status, body }) => ({ status, body: body.replace(from, to) }),
      })
      await expect(world.prepare()).rejects.toThrow('not the PaymentIntent')
    }
  })

  it('has failed for a card that it says is declined, although the money has moved: the PaymentIntent counts', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    world.standIn.faults.inject(steps.confirm, {
      kind: 'changed',
      change: ({ body }) => ({
        status: 402,
        body: JSON.stringify({
          error: { type: 'card_error', code: 'card_declined', payment_intent: JSON.parse(body) },
        }),
      }),
    })
    expect((await world.authorize(terms)).kind).toBe('unknown')
  })

  it.each([
    ['4242424242424242', 'approved'],
    ['4000000000009995', 'declined'],
  ])('declines card %s without the PaymentIntent, and only an inquiry is believed: %s', async (pan, kind) => {
    const world = await openStripe()
    const terms = await world.prepare()
    const body = '{"error":{"type":"card_error","code":"card_declined"}}'
    world.standIn.faults.inject(steps.confirm, {
      kind: 'instead',
      isHandled: true,
      answer: { status: 402, body },
    })
    expect((await world.authorize(terms, pan)).kind).toBe('unknown')
    expect((await world.inquire(terms)).kind).toBe(kind)
  })

  it('has declined a card for a PaymentIntent that was paid before a database was restored', async () => {
    let nowMs = Date.now()
    const world = await openStripe({ nowMs: () => nowMs })
    const terms = await world.approved()
    // Stripe has forgotten the keys.
    nowMs += 25 * 3_600_000
    expect(await world.authorize(terms, '4242424242424241')).toEqual({
      kind: 'unknown',
      cause: 'declined, but the PaymentIntent is succeeded',
    })
    expect((await world.inquire(terms)).kind).toBe('approved')
  })

  it('has declined after a challenge, but says at the cancellation that the money has moved', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged()
    await world.answerChallenge(url, 'fail')
    world.standIn.faults.inject(steps.cancel, {
      kind: 'changed',
      change: ({ body }) => ({
        status: 400,
        body: JSON.stringify({
          error: {
            type: 'invalid_request_error',
            code: 'payment_intent_unexpected_state',
            payment_intent: { ...JSON.parse(body), status: 'succeeded' },
          },
        }),
      }),
    })
    expect((await world.finishChallenge(terms))?.kind).toBe('unknown')
  })

  it('reports a key that it does not accept', async () => {
    const world = await openStripe({ secretKey: 'sk_test_another' }, { secretKey: 'sk_test_mine' })
    expect((await world.acquirer.prepare?.({ ...attempt(), statementName: 'SHOP' }, noSignal))?.kind).toBe(
      'not_sent',
    )
    expect(world.log.lines.at(-1)).toMatchObject({
      level: 'error',
      fields: { alarm: 'acquirer_credentials', status: 401 },
    })
  })
})

describe('every request but the one with the card', () => {
  it('may be sent twice, with one effect', async () => {
    const world = await openStripe()
    const request = { ...attempt(), statementName: 'SHOP' }
    const [first, second] = [
      await world.acquirer.prepare?.(request, noSignal),
      await world.acquirer.prepare?.(request, noSignal),
    ]
    expect(second).toEqual(first)
    expect(world.book.intents()).toHaveLength(1)

    const { terms, url } = await world.challenged()
    await world.answerChallenge(url, 'pass')
    world.standIn.faults.inject(steps.confirm, { kind: 'answer_lost' })
    expect((await world.finishChallenge(terms))?.kind).toBe('unknown')
    expect((await world.finishChallenge(terms))?.kind).toBe('approved')
    expect(world.book.heldMinor(terms.reference)).toBe(2_500)

    const refund = refundOf(terms, { amountMinor: 500 })
    expect(await world.refund(refund)).toEqual(await world.refund(refund))
    expect(world.book.heldMinor(terms.reference)).toBe(2_000)

    const paid = await world.approved()
    expect(await world.reverse(paid)).toEqual(await world.reverse(paid))
    expect(world.book.heldMinor(paid.reference)).toBe(0)
    expect(world.book.refunds()).toHaveLength(2)
  })
})
