/** A short campaign on gateways that deliver events; `npm run crash -- --webhook-kills 200` runs the long one. */
import { expect, test } from 'vitest'
import { crashWebhooks } from '../../verification/crash/webhooks/campaign.ts'

test('every committed event arrives, byte for byte, and no other, although two senders are killed', async () => {
  const { events, requests, mistakes } = await crashWebhooks({ kills: 6, seed: 20_264, databaseUrl: null })
  expect(mistakes).toEqual([])
  expect(events).toBeGreaterThan(20)
  expect(requests).toBeGreaterThanOrEqual(events)
}, 180_000)
