/** Every request of the adapter may arrive twice, except the one with the card: the second time changes nothing. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LoggedRequest } from '../../../verification/acquirers/stand-in/request-log.ts'
import { type CheckoutWorld, challengedPan, goodPan, openCheckout, request } from './checkout-world.ts'

let world: CheckoutWorld
beforeEach(async () => {
  world = await openCheckout({ captureDelayMs: 60_000 })
})
afterEach(async () => {
  expect(world.standIn.violations).toStrictEqual([])
  await world.standIn.close()
})

async function sendAgain({ method, path, query, headers, body }: LoggedRequest): Promise<void> {
  const { 'content-length': _length, connection: _connection, host: _host, ...others } = headers
  const url = `${world.standIn.url}${path}?${query}`
  await fetch(url, { method, headers: others, ...(method === 'POST' && { body }) })
}

it('every request that is sent twice has one effect', async () => {
  const [voided, refunded, challenged] = [request(goodPan), request(goodPan), request(challengedPan)]
  for (const one of [voided, refunded, challenged]) await world.authorize(one)
  await world.reverse(world.termsOf(voided))
  await world.inquire(world.termsOf(challenged))
  world.clock.nowMs += 60_000
  await world.refund(world.refundOf(refunded, { amountMinor: 1_000 }))
  await world.acquirer.statement?.({ fromMs: 0, toMs: world.clock.nowMs, account: null })
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
  for (const one of sent) await sendAgain(one)
  expect(JSON.stringify(world.standIn.book.all())).toBe(before)
})
