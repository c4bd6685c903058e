/** What an operator reads about the webhooks of a payment. */
import { afterEach, expect, test } from 'vitest'
import { explainPayment } from '../../src/cli/explain.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
afterEach(() => shop.close())

async function webhooksOf(id: string): Promise<readonly string[]> {
  const lines = await explainPayment(shop.gateway.app.storage, id)
  const start = lines.indexOf('Webhooks:')
  return start < 0
    ? []
    : lines.slice(start + 1).map((line) => line.replace(/evt_\w+/, 'evt_').replace(/\d+ ms/, 'ms'))
}

test('each delivery is told with its attempts', async () => {
  shop = await openShop()
  await shop.addEndpoint()
  shop.respond(500)
  const id = await shop.cancel()
  expect(await webhooksOf(id)).toEqual(['  payment.canceled (evt_) to we_1: waiting to be sent.'])
  await shop.deliver()
  const failed = '    2026-11-23 12:00:00.000Z  attempt 1: the response had status 500 (ms)'
  expect(await webhooksOf(id)).toEqual([
    expect.stringMatching(
      /^ {2}payment\.canceled \(evt_\) to we_1: attempt 2 follows at 2026-11-23 12:00:0[01]\.\d+Z\.$/,
    ),
    failed,
  ])
  shop.respond(204)
  await shop.deliverIn(2_000)
  expect(await webhooksOf(id)).toEqual([
    '  payment.canceled (evt_) to we_1: delivered at 2026-11-23 12:00:02.000Z, with attempt 2.',
    failed,
    '    2026-11-23 12:00:02.000Z  attempt 2: the response had status 204 (ms)',
  ])
})

test('what was given up, skipped, or sent nowhere is told, too', async () => {
  shop = await openShop()
  await shop.addEndpoint({ url: 'http://10.0.0.1/' })
  await shop.addEndpoint({ disabledAtMs: 1, disabledReason: 'requested' })
  const id = await shop.cancel()
  await shop.deliver()
  for (const pauseMs of [2_000, 7_000, 20_000, 80_000]) await shop.deliverIn(pauseMs)
  const lines = await webhooksOf(id)
  expect(lines[0]).toContain('we_1: given up at 2026-11-23 12:01:49.000Z, after 5 attempts.')
  expect(lines[1]).toContain('attempt 1: the URL leads to an address that is not public')
  expect(lines.at(-1)).toContain('we_2: not sent, because the endpoint was disabled.')
})

test('a callback URL that nothing is sent to is told, too', async () => {
  shop = await openShop()
  await shop.addEndpoint({ url: null })
  const id = await shop.cancel({ callback_url: 'http://10.0.0.1/' })
  await shop.deliver()
  expect(await webhooksOf(id)).toEqual([
    '  payment.canceled (evt_) to the callback_url (we_1): not sent, because nothing is sent to this URL.',
    '    2026-11-23 12:00:00.000Z  attempt 1: the URL leads to an address that is not public, or is no longer known (ms)',
  ])
})

test('nothing is told where the merchant has no endpoint', async () => {
  shop = await openShop()
  expect(await webhooksOf(await shop.cancel())).toEqual([])
})
