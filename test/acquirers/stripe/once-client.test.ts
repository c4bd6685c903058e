/** What was reported as not sent is never sent. */
import { expect, it } from 'vitest'
import { OnceClient } from '../../../src/acquirers/stripe/once-client.ts'
import { createTransport } from '../../../src/acquirers/transport/transport.ts'
import { noSignal, openStripe } from './stripe-world.ts'

it('a library that sends only after the deadline sends nothing, even if the exchange would still allow it', async () => {
  const { standIn } = await openStripe()
  const transport = createTransport({ origins: [standIn.url], proxy: null })
  const client = new OnceClient(transport.exchange({ deadlineMs: 60_000, signal: noSignal }), standIn.url)
  expect(await client.outcomeOf(new Promise(() => {}), 1)).toBeNull()
  const request = client.makeRequest('', '', '/v1/refunds', 'POST', {}, '')
  await expect(request).rejects.toThrow('reported as not sent')
  expect(standIn.log.lines()).toEqual([])
})
