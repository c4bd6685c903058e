/** American Express: Checkout.com takes at most 30 characters of a reference, and ours are longer. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { on } from '../../../verification/acquirers/stand-in/faults.ts'
import { type CheckoutWorld, openCheckout, request } from './checkout-world.ts'

const amexPan = '378282246310005'

let world: CheckoutWorld
beforeEach(async () => {
  world = await openCheckout()
})
afterEach(async () => {
  expect(world.standIn.violations).toStrictEqual([])
  await world.standIn.close()
})

describe('with a card of American Express, a payment', () => {
  it('has a short reference there, and is approved under ours', async () => {
    const sent = request(amexPan)
    expect(await world.authorize(sent)).toMatchObject({ kind: 'approved', reference: sent.reference })
    const [payment] = world.standIn.book.all()
    expect(payment?.reference).toMatch(/^fl[0-9a-f]{28}$/)
    expect(payment?.metadata).toStrictEqual({ flowlix_reference: sent.reference })
  })

  it('is found although its answer was lost, and reversed', async () => {
    world.standIn.book.captureDelayMs = 60_000
    const sent = request(amexPan)
    world.standIn.faults.inject(on('POST', /^\/payments$/), { kind: 'answer_lost' })
    await world.authorize(sent)
    expect(await world.inquire(world.termsOf(sent))).toStrictEqual({ kind: 'pending' })
    expect(await world.reverse(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
  })

  it('is approved by an inquiry under our reference', async () => {
    const sent = request(amexPan)
    world.standIn.faults.inject(on('POST', /^\/payments$/), { kind: 'answer_lost' })
    await world.authorize(sent)
    expect(await world.inquire(world.termsOf(sent))).toMatchObject({
      kind: 'approved',
      reference: sent.reference,
    })
  })

  it('is refunded once, and both are in the statement under our references', async () => {
    const sent = request(amexPan)
    await world.authorize(sent)
    const refund = world.refundOf(sent, { amountMinor: 1_000 })
    await world.refund(refund)
    await world.refund(refund)
    expect(await world.inquireRefund(refund)).toMatchObject({ kind: 'succeeded' })
    const lines = await world.acquirer.statement?.({ fromMs: 0, toMs: world.clock.nowMs + 1, account: null })
    expect(lines?.map(({ reference }) => reference)).toStrictEqual([sent.reference, refund.reference])
  })

  it('makes the statement unreadable if its refunds cannot be matched with ours', async () => {
    const sent = request(amexPan)
    await world.authorize(sent)
    await world.refund(world.refundOf(sent, { amountMinor: 1_000 }))
    world.standIn.faults.inject(on('GET', /\/actions$/), { kind: 'request_lost' })
    const span = { fromMs: 0, toMs: world.clock.nowMs + 1, account: null }
    await expect(world.acquirer.statement?.(span)).rejects.toThrow(
      'did not provide the actions of a payment (connection lost)',
    )
  })

  it('is asked about by the statement only for refunds of its span', async () => {
    const sent = request(amexPan)
    await world.authorize(sent)
    await world.refund(world.refundOf(sent, { amountMinor: 1_000 }))
    world.standIn.log.clear()
    const span = { fromMs: world.clock.nowMs + 1, toMs: world.clock.nowMs + 2, account: null }
    expect(await world.acquirer.statement?.(span)).toStrictEqual([])
    expect(world.standIn.log.lines()).toStrictEqual(['POST /payments/search'])
  })
})

it('any other card keeps our reference', async () => {
  const sent = request('4242424242424242')
  await world.authorize(sent)
  expect(world.standIn.book.all()[0]?.reference).toBe(sent.reference)
})
