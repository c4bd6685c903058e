/** The gateway's signatures: the same bytes as those of the client, and verified by others. */
import { Webhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { expect, test } from 'vitest'
import { signWebhook, verifyWebhook } from '../../client/src/flowlix.ts'
import { hmacSha256 } from '../../src/platform/hmac.ts'
import { signatureHeaders } from '../../src/webhooks/sign.ts'
import { event, eventId, now, nowMs, payload, previous, secret } from '../client/webhooks/example.ts'

test.each([
  ['one secret', [secret]],
  ['both secrets of a rotation, the current one first', [secret, previous]],
])('a delivery is signed with %s in both schemes', async (_, secrets) => {
  const headers = signatureHeaders({ id: eventId, atMs: nowMs, body: payload, secrets })
  const { 'content-type': type, ...expected } = await signWebhook({ payload, secret: secrets, now })
  expect(type).toBe('application/json')
  expect(
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  ).toEqual(expected)
  for (const known of secrets)
    expect(await verifyWebhook({ payload, headers, secret: known, now })).toEqual(event)
})

test('standardwebhooks and the Stripe SDK verify what the gateway signs', () => {
  const headers = signatureHeaders({
    id: eventId,
    atMs: Date.now(),
    body: payload,
    secrets: [secret, previous],
  })
  for (const known of [secret, previous]) {
    expect(new Webhook(known).verify(payload, headers)).toEqual(event)
    expect(Stripe.webhooks.constructEvent(payload, headers['Flowlix-Signature'] ?? '', known)).toEqual(event)
  }
})

test('each attempt has its own time and signature', () => {
  const signed = (atMs: number) => signatureHeaders({ id: eventId, atMs, body: payload, secrets: [secret] })
  expect(signed(nowMs + 1_000)['webhook-timestamp']).not.toBe(signed(nowMs)['webhook-timestamp'])
  expect(signed(nowMs + 1_000)['webhook-signature']).not.toBe(signed(nowMs)['webhook-signature'])
})

test('the code that both schemes use is that of RFC 4231', () => {
  const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
  expect(hmacSha256('Jefe', 'what do ya want ', 'for nothing?').toString('hex')).toBe(expected)
})
