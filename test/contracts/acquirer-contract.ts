/** What every acquirer adapter keeps to, whatever it talks to: one suite, run on each implementation of the port. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuthorizeRequest } from '../../src/ports.ts'
import { type AcquirerWorld, authorization, newReference, noDeadline, refundOf } from './acquirer-world.ts'

export function acquirerContract(name: string, open: () => Promise<AcquirerWorld>): void {
  describe(`${name} keeps the acquirer contract`, () => {
    let world: AcquirerWorld

    beforeEach(async () => {
      world = await open()
    })

    afterEach(async () => {
      await world.close()
    })

    const authorize = (request: AuthorizeRequest) => world.acquirer.authorize(request, noDeadline())
    const inquire = (reference: string) => world.acquirer.inquire(reference, noDeadline())
    const reverse = (reference: string) => world.acquirer.reverse(reference, noDeadline())
    const inquireRefund = (reference: string) => world.acquirer.inquireRefund(reference, noDeadline())

    async function approved(): Promise<AuthorizeRequest> {
      const request = authorization(world.goodPan)
      expect((await authorize(request)).kind).toBe('approved')
      return request
    }

    describe('authorizing', () => {
      it('approves a good card for exactly the amount and currency that were asked for', async () => {
        const answer = await authorize(authorization(world.goodPan, { amountMinor: 999_999_999_999 }))
        expect(answer).toMatchObject({ kind: 'approved', amountMinor: 999_999_999_999, currency: 'eur' })
      })

      it('gives each approval its own transaction id', async () => {
        const first = await authorize(authorization(world.goodPan))
        const second = await authorize(authorization(world.goodPan))
        const ids = [first, second].map((one) => (one.kind === 'approved' ? one.acquirerTransactionId : ''))
        expect(ids.every((id) => id.length > 0) && ids[0] !== ids[1]).toBe(true)
      })

      it('declines a bad card with a code', async () => {
        expect(await authorize(authorization(world.badPan))).toMatchObject({
          kind: 'declined',
          declineCode: expect.any(String),
        })
      })

      it('gives the same answer to the same reference, without a second effect', async () => {
        const request = authorization(world.goodPan)
        expect(await authorize(request)).toEqual(await authorize(request))
      })

      it('sends nothing once the deadline is over', async () => {
        const request = authorization(world.goodPan)
        expect(await world.acquirer.authorize(request, AbortSignal.abort())).toEqual({ kind: 'not_sent' })
        expect(await inquire(request.reference)).toEqual({ kind: 'not_found' })
      })
    })

    describe('inquiring', () => {
      it('repeats what was answered to the authorization', async () => {
        for (const pan of [world.goodPan, world.badPan]) {
          const request = authorization(pan)
          const answer = await authorize(request)
          expect(await inquire(request.reference)).toEqual(answer)
        }
      })

      it('does not find what was never sent', async () => {
        expect(await inquire(newReference())).toEqual({ kind: 'not_found' })
        expect(await inquireRefund(newReference())).toEqual({ kind: 'not_found' })
      })
    })

    describe('reversing', () => {
      it('takes an approval back, and says so to every inquiry', async () => {
        const request = await approved()
        expect(await reverse(request.reference)).toEqual({ kind: 'reversed' })
        expect(await inquire(request.reference)).toEqual({ kind: 'reversed' })
      })

      it('may be repeated', async () => {
        const request = await approved()
        await reverse(request.reference)
        expect(await reverse(request.reference)).toEqual({ kind: 'reversed' })
      })

      it('acknowledges for a declined authorization, which has no effect anyway', async () => {
        const request = authorization(world.badPan)
        await authorize(request)
        expect(await reverse(request.reference)).toEqual({ kind: 'reversed' })
      })

      it('never lets the same reference be approved again after an approval was taken back', async () => {
        const request = await approved()
        await reverse(request.reference)
        expect((await authorize(request)).kind).not.toBe('approved')
        expect(await inquire(request.reference)).toEqual({ kind: 'reversed' })
      })

      it('stops a request that arrives later, as far as the adapter declares it', async () => {
        const request = authorization(world.goodPan)
        await reverse(request.reference)
        const isApproved = (await authorize(request)).kind === 'approved'
        expect(isApproved).toBe(!world.acquirer.capabilities.reversalIsTombstone)
      })
    })

    describe('reversing what is settled', () => {
      it('is refused for good, and the money goes back by a refund', async () => {
        const request = await approved()
        await world.settle()
        expect(await reverse(request.reference)).toEqual({ kind: 'too_late' })
        expect((await inquire(request.reference)).kind).toBe('approved')
        const refund = refundOf(request)
        await world.acquirer.refund(refund, noDeadline())
        await world.waitForRefunds()
        expect((await inquireRefund(refund.reference)).kind).toBe('succeeded')
      })

      it('still stops what has not arrived yet, as far as the adapter declares it', async () => {
        await world.settle()
        const request = authorization(world.goodPan)
        expect(await reverse(request.reference)).toEqual({ kind: 'reversed' })
        const isApproved = (await authorize(request)).kind === 'approved'
        expect(isApproved).toBe(!world.acquirer.capabilities.reversalIsTombstone)
      })
    })

    describe('refunding', () => {
      it('accepts a refund first and pays it out later', async () => {
        const refund = refundOf(await approved())
        const answer = await world.acquirer.refund(refund, noDeadline())
        expect(answer.kind).toBe('pending')
        expect(await inquireRefund(refund.reference)).toEqual(answer)
        await world.waitForRefunds()
        expect(await inquireRefund(refund.reference)).toEqual({ ...answer, kind: 'succeeded' })
      })

      it('never pays back more than was taken', async () => {
        const original = await approved()
        const refund = (amountMinor: number) =>
          world.acquirer.refund(refundOf(original, { amountMinor }), noDeadline())
        expect((await refund(2_000)).kind).toBe('pending')
        expect((await refund(501)).kind).toBe('failed')
        expect((await refund(500)).kind).toBe('pending')
        await world.waitForRefunds()
        expect((await refund(1)).kind).toBe('failed')
      })

      it('counts the same reference once', async () => {
        const original = await approved()
        const refund = refundOf(original, { amountMinor: 1_500 })
        const answer = await world.acquirer.refund(refund, noDeadline())
        expect(await world.acquirer.refund(refund, noDeadline())).toEqual(answer)
        const rest = refundOf(original, { amountMinor: 1_000 })
        expect((await world.acquirer.refund(rest, noDeadline())).kind).toBe('pending')
      })

      it('refuses what was declined, reversed or never authorized', async () => {
        const declined = authorization(world.badPan)
        await authorize(declined)
        const reversed = await approved()
        await reverse(reversed.reference)
        for (const original of [declined, reversed, authorization(world.goodPan)]) {
          const answer = await world.acquirer.refund(refundOf(original), noDeadline())
          expect(answer.kind).toBe('failed')
        }
      })

      it('takes a pending refund back by its reference, and the amount can be refunded again', async () => {
        const original = await approved()
        const refund = refundOf(original)
        await world.acquirer.refund(refund, noDeadline())
        expect(await reverse(refund.reference)).toEqual({ kind: 'reversed' })
        await world.waitForRefunds()
        expect(await inquireRefund(refund.reference)).toEqual({ kind: 'reversed' })
        expect((await world.acquirer.refund(refundOf(original), noDeadline())).kind).toBe('pending')
      })

      it('never claims to have taken back what was paid out', async () => {
        const refund = refundOf(await approved())
        await world.acquirer.refund(refund, noDeadline())
        await world.waitForRefunds()
        expect(await reverse(refund.reference)).toEqual({ kind: 'too_late' })
        expect((await inquireRefund(refund.reference)).kind).toBe('succeeded')
      })

      it('stops a refund that arrives after its reversal, as far as the adapter declares it', async () => {
        const refund = refundOf(await approved())
        await reverse(refund.reference)
        const isAccepted = (await world.acquirer.refund(refund, noDeadline())).kind !== 'failed'
        expect(isAccepted).toBe(!world.acquirer.capabilities.reversalIsTombstone)
      })
    })

    describe('challenging', () => {
      it('names an address of the issuer, and the same one to every inquiry', async () => {
        const request = authorization(world.challengePan)
        const answer = await authorize(request)
        expect(answer).toMatchObject({ kind: 'challenge', url: expect.stringMatching(/^https?:\/\//) })
        expect(await inquire(request.reference)).toEqual(answer)
      })

      it('approves once the customer has passed', async () => {
        const request = authorization(world.challengePan)
        const answer = await authorize(request)
        if (answer.kind === 'challenge') await world.passChallenge(answer.url)
        expect(await inquire(request.reference)).toMatchObject({ kind: 'approved', amountMinor: 2_500 })
      })

      it('ends by a reversal, whatever the customer does afterwards', async () => {
        const request = authorization(world.challengePan)
        const answer = await authorize(request)
        expect(await reverse(request.reference)).toEqual({ kind: 'reversed' })
        if (answer.kind === 'challenge') await world.passChallenge(answer.url)
        expect(await inquire(request.reference)).toEqual({ kind: 'reversed' })
      })
    })
  })
}
