/** Every request of the adapter may arrive twice, except the one with the card: the second time changes nothing. */
import { expect, it } from 'vitest'
import { noteOperations, operationsOf, sendAgain } from '../send-again.ts'
import { challengedPan, noSignal, openStripe, refundOf, StripeWorld } from './stripe-world.ts'

it('every request that is sent twice has one effect', async () => {
  const { standIn, acquirer, log } = await openStripe()
  const { adapter, used } = noteOperations(acquirer)
  const world = new StripeWorld(standIn, adapter, log)
  await adapter.check?.(noSignal)

  const { terms, url } = await world.challenged()
  await world.answerChallenge(url, 'pass')
  await world.finishChallenge(terms)
  const refund = refundOf(terms, { amountMinor: 500 })
  await world.refund(refund)
  await world.inquireRefund(refund)

  const [withdrawn, paid] = [await world.prepare(), await world.approved()]
  await world.authorize(withdrawn, challengedPan)
  for (const one of [withdrawn, paid]) await world.reverse(one)
  await world.inquire(paid)
  await world.statement()
  expect(used).toStrictEqual(operationsOf(acquirer))

  const { book } = world
  const effects = () => JSON.stringify([book.intents(), book.refunds(), [...book.held()]])
  const before = effects()
  const ours = standIn.log.all().filter(({ path }) => path.startsWith('/v1/'))
  const sent = ours.filter(({ path }) => path !== '/v1/payment_methods')
  const shapes = sent.map(({ method, path }) => `${method} ${path.replace(/pi_\w+/, '{id}')}`)
  expect(new Set(shapes.filter((shape) => shape.startsWith('POST')))).toStrictEqual(
    new Set([
      ...['POST /v1/payment_intents', 'POST /v1/payment_intents/{id}/confirm'],
      ...['POST /v1/payment_intents/{id}/cancel', 'POST /v1/refunds'],
    ]),
  )
  // Otherwise the library would make up a new key for each request, and the operation could not be repeated.
  const keyed = sent.filter(({ method, path }) => method === 'POST' && !path.endsWith('/cancel'))
  for (const { headers } of keyed) expect(headers['idempotency-key']).toMatch(/^7k2m9x0q-/)
  for (const one of sent) await sendAgain(standIn, one)
  expect(effects()).toBe(before)
})
