/** Every request of the adapter may arrive twice, except the one with the card: the second time changes nothing. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { noteOperations, operationsOf, sendAgain } from '../send-again.ts'
import { type CheckoutWorld, challengedPan, goodPan, openCheckout, request } from './checkout-world.ts'

const noSignal = new AbortController().signal
let world: CheckoutWorld
beforeEach(async () => {
  world = await openCheckout({ captureDelayMs: 60_000 })
})
afterEach(async () => {
  expect(world.standIn.violations).toStrictEqual([])
  await world.standIn.close()
})

it('every request that is sent twice has one effect', async () => {
  const { adapter, used } = noteOperations(world.acquirer)
  await adapter.check?.(noSignal)
  const [voided, refunded, challenged] = [request(goodPan), request(goodPan), request(challengedPan)]
  for (const one of [voided, refunded, challenged]) await adapter.authorize(one, noSignal)
  await adapter.reverse(world.termsOf(voided), noSignal)
  await adapter.inquire(world.termsOf(challenged), noSignal)
  await adapter.finishChallenge?.({ attempt: world.termsOf(challenged), returned: {} }, noSignal)
  world.clock.nowMs += 60_000
  const refund = world.refundOf(refunded, { amountMinor: 1_000 })
  await adapter.refund(refund, noSignal)
  await adapter.inquireRefund(refund, noSignal)
  await adapter.statement?.({ fromMs: 0, toMs: world.clock.nowMs, account: null })
  expect(used).toStrictEqual(operationsOf(world.acquirer))

  const before = JSON.stringify(world.standIn.book.all())
  const sent = world.standIn.log.all()
  expect(
    new Set(sent.map(({ method, path }) => `${method} ${path.replace(/pay_\w+/, '{id}')}`)),
  ).toStrictEqual(
    new Set([
      ...['POST /tokens', 'POST /payments', 'GET /payments', 'GET /payments/{id}'],
      ...['POST /payments/{id}/voids', 'GET /payments/{id}/actions', 'POST /payments/{id}/refunds'],
      'POST /payments/search',
    ]),
  )
  for (const one of sent) await sendAgain(world.standIn, one)
  expect(JSON.stringify(world.standIn.book.all())).toBe(before)
})
