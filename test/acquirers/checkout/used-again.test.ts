/**
 * A reference that is used again: an older copy of the database was restored, and does not know that it was used. For a day,
 * Checkout.com repeats its answer to the first request.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CheckoutWorld, goodPan, openCheckout, request } from './checkout-world.ts'

let world: CheckoutWorld
beforeEach(async () => {
  world = await openCheckout({ captureDelayMs: 60_000 })
})
afterEach(async () => {
  await world.standIn.close()
})

const first = request(goodPan)
const again = request(goodPan, { reference: first.reference })
const repeated = { kind: 'unknown', cause: 'an answer to an earlier request' }

function wait(): void {
  world.clock.nowMs += 31 * 60_000
}

it('is not approved by the answer to a payment that was voided since', async () => {
  await world.authorize(first)
  expect(await world.reverse(world.termsOf(first))).toStrictEqual({ kind: 'reversed' })
  wait()
  expect(await world.authorize(again)).toStrictEqual(repeated)
  expect(await world.inquire(world.termsOf(again))).toStrictEqual({ kind: 'reversed' })
})

it('charges nothing a second time while the first payment stands, which the inquiry finds', async () => {
  await world.authorize(first)
  wait()
  expect(await world.authorize(again)).toStrictEqual(repeated)
  expect(await world.inquire(world.termsOf(again))).toMatchObject({ kind: 'approved', amountMinor: 2_500 })
  expect(world.standIn.book.all()).toHaveLength(1)
  expect(world.logged).toContainEqual({ acquirer: 'checkout', reference: first.reference })
})

it('is charged anew once Checkout.com has forgotten the key, and then there are two payments', async () => {
  await world.authorize(first)
  world.clock.nowMs += 25 * 3_600_000
  expect(await world.authorize(again)).toMatchObject({ kind: 'approved' })
  expect(await world.inquire(world.termsOf(again))).toStrictEqual({
    kind: 'unknown',
    cause: 'several payments have this reference',
  })
})
