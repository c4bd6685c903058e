/** The hash of an event depends on the event and on everything before it. */
import { expect, it } from 'vitest'
import { chainHash, chainStart } from '../../../src/storage/event-chain.ts'

it('another event, or another past, gives another hash', () => {
  const first = chainHash(chainStart, '{"type":"payment_created"}')
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(chainHash(chainStart, '{"type":"payment_canceled"}')).not.toBe(first)
  expect(chainHash(first, '{"type":"payment_created"}')).not.toBe(first)
})
