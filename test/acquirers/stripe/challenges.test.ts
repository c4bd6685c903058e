/** Challenges at Stripe: the money moves only with the confirmation after them. */
import { describe, expect, it } from 'vitest'
import { type Fault, on } from '../../../verification/acquirers/stand-in/faults.ts'
import { openStripe, type StripeWorld } from './stripe-world.ts'

const confirming = on('POST', /confirm$/)
const failure: Fault = {
  kind: 'instead',
  isHandled: false,
  answer: { status: 500, body: '{"error":{"type":"api_error"}}' },
}

function confirmations({ requests }: StripeWorld): number {
  return requests.filter((line) => line.endsWith('/confirm')).length
}

describe('a challenge at Stripe', () => {
  it('is a link, and only the second confirmation after it moves money', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged()
    expect(await world.inquire(terms)).toMatchObject({ kind: 'challenge', url, method: 'GET', fields: {} })
    expect(await world.answerChallenge(url, 'pass')).toContain('redirect_status=succeeded')
    expect((await world.inquire(terms)).kind).toBe('pending')
    expect(world.book.heldMinor(terms.reference)).toBe(0)
    expect((await world.finishChallenge(terms))?.kind).toBe('approved')
    expect((await world.finishChallenge(terms))?.kind).toBe('approved')
    expect(world.book.heldMinor(terms.reference)).toBe(2_500)
  })

  it('is declined if the customer fails it, and canceled', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged()
    await world.answerChallenge(url, 'fail')
    expect(await world.finishChallenge(terms)).toMatchObject({
      kind: 'declined',
      declineCode: 'authentication_failed',
    })
    expect(world.book.intents()[0]?.status).toBe('canceled')
  })

  it('can be passed and declined after all', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged('4000008400001629')
    await world.answerChallenge(url, 'pass')
    expect((await world.finishChallenge(terms))?.kind).toBe('declined')
    expect(world.book.heldMinor(terms.reference)).toBe(0)
  })

  it('is finished although Stripe keeps the failure of a confirmation', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged()
    await world.answerChallenge(url, 'pass')
    world.book.failInside(confirming)
    expect((await world.finishChallenge(terms))?.kind).toBe('approved')
    expect(world.book.heldMinor(terms.reference)).toBe(2_500)
  })

  it('is finished although an earlier confirmation asked for another challenge', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged()
    await world.answerChallenge(url, 'pass')
    world.standIn.faults.inject(confirming, {
      kind: 'changed',
      change: ({ status, body }) => ({
        status,
        body: body.replaceAll('"status":"succeeded"', '"status":"requires_action"'),
        headers: { 'idempotent-replayed': 'true' },
      }),
    })
    expect((await world.finishChallenge(terms))?.kind).toBe('approved')
    expect(world.book.heldMinor(terms.reference)).toBe(2_500)
  })

  it('can be asked for a second time, and is passed then', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged('4000000000003238')
    await world.answerChallenge(url, 'pass')
    expect((await world.finishChallenge(terms))?.kind).toBe('challenge')
    expect((await world.finishChallenge(terms))?.kind).toBe('challenge')
    expect(world.book.heldMinor(terms.reference)).toBe(0)
    await world.answerChallenge(url, 'pass')
    expect((await world.finishChallenge(terms))?.kind).toBe('approved')
    expect(world.book.heldMinor(terms.reference)).toBe(2_500)
  })

  it('goes on while the customer has not come back', async () => {
    const world = await openStripe()
    const { terms } = await world.challenged()
    expect((await world.finishChallenge(terms))?.kind).toBe('challenge')
  })

  it('can be reversed before and after it was passed', async () => {
    const world = await openStripe()
    for (const result of [null, 'pass'] as const) {
      const { terms, url } = await world.challenged()
      if (result !== null) await world.answerChallenge(url, result)
      expect((await world.reverse(terms)).kind).toBe('reversed')
      expect((await world.finishChallenge(terms))?.kind).toBe('reversed')
      expect(world.book.heldMinor(terms.reference)).toBe(0)
    }
  })

  it('never sends a customer to an address that is not Stripe', async () => {
    const world = await openStripe()
    const terms = await world.prepare()
    world.standIn.faults.inject(confirming, {
      kind: 'changed',
      change: ({ status, body }) => ({
        status,
        body: body.replace(/http:[^"]*hosted/, 'https://evil.example'),
      }),
    })
    expect((await world.authorize(terms, '4000000000003220')).kind).toBe('unknown')
    expect(world.log.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        fields: { alarm: 'acquirer_challenge', acquirer: 'stripe', origin: 'https://evil.example' },
      }),
    )
  })

  it('is confirmed four times at most while Stripe fails', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged()
    await world.answerChallenge(url, 'pass')
    world.standIn.log.clear()
    world.standIn.faults.inject(confirming, failure, 10)
    expect(await world.finishChallenge(terms)).toEqual({ kind: 'unknown', cause: 'HTTP 500' })
    expect(confirmations(world)).toBe(4)
  })

  it('is not confirmed again once the time for the question is over', async () => {
    const world = await openStripe()
    const { terms, url } = await world.challenged()
    await world.answerChallenge(url, 'pass')
    world.standIn.log.clear()
    world.standIn.faults.inject(confirming, failure)
    world.standIn.faults.inject(confirming, { kind: 'silent', isHandled: false })
    const ending = new AbortController()
    const answering = world.acquirer.finishChallenge?.({ attempt: terms, returned: {} }, ending.signal)
    await expect.poll(() => confirmations(world)).toBe(2)
    ending.abort()
    expect(await answering).toEqual({ kind: 'unknown', cause: 'aborted' })
    expect(confirmations(world)).toBe(2)
  })
})
