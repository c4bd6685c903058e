/** What verifyWebhook accepts, what it returns, and what it says about everything else. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  signWebhook,
  verifyWebhook,
  type WebhookEvent,
  type WebhookHeaders,
  WebhookVerificationError,
} from '../../../client/src/flowlix.ts'
import { event, eventId, now, nowMs, payload, previous, secret, secretOf } from './example.ts'

const signed = await signWebhook({ payload, secret, now })
const onlyStandard = without('flowlix-signature')
const onlyOwn = { 'flowlix-signature': signed['flowlix-signature'] }
const timestamp = signed['webhook-timestamp']

function without(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(signed).filter(([name]) => !names.includes(name)))
}

async function reasonFor(headers: WebhookHeaders, more: object = {}): Promise<string> {
  const failure = await verifyWebhook({ payload, headers, secret, now, ...more }).catch(
    (caught: unknown) => caught,
  )
  if (!(failure instanceof WebhookVerificationError)) throw new Error(`not refused: ${String(failure)}`)
  expect(failure.message).not.toContain(secret)
  return failure.reason
}

const upper = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toUpperCase(), value]))
const lists = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, [value]]))

test.each([
  ['an object in lower case, as of Node.js', { ...signed }],
  ['an object in upper case', upper],
  ['an object of lists', lists],
  ['the headers of a Request', new Headers({ ...signed })],
  ['the headers of Standard Webhooks only', onlyStandard],
  ['Flowlix-Signature only', onlyOwn],
])('headers are read from %s', async (_, headers) => {
  expect(await verifyWebhook({ payload, headers, secret, now })).toEqual(event)
})

test('the payload may be bytes', async () => {
  const bytes = new TextEncoder().encode(payload)
  expect(await verifyWebhook({ payload: bytes, headers: signed, secret, now })).toEqual(event)
  expect(
    await verifyWebhook({ payload: Buffer.from(payload), headers: signed, secret: [secret], now }),
  ).toEqual(event)
})

test('both headers are computed as the documentation says', () => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const standard = createHmac('sha256', key).update(`${eventId}.${timestamp}.${payload}`).digest('base64')
  const own = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex')
  expect(signed).toEqual({
    'content-type': 'application/json',
    'webhook-id': eventId,
    'webhook-timestamp': '1719792043',
    'webhook-signature': `v1,${standard}`,
    'flowlix-signature': `t=1719792043,v1=${own}`,
  })
})

test('a receiver that knows both secrets of a rotation accepts either, and so does one that knows one', async () => {
  const rotating = await signWebhook({ payload, secret: [secret, previous], now })
  for (const known of [secret, previous, [secret, previous]])
    for (const headers of [rotating, { 'flowlix-signature': rotating['flowlix-signature'] }])
      expect(await verifyWebhook({ payload, headers, secret: known, now })).toEqual(event)
  expect(await verifyWebhook({ payload, headers: signed, secret: [previous, secret], now })).toEqual(event)
  expect(await reasonFor(signed, { secret: previous })).toBe('no_match')
})

const changed = (name: keyof typeof signed, value: string): WebhookHeaders => ({ ...signed, [name]: value })
const laterTimestamp = String(Number(timestamp) + 1)
const rawKey = createHmac('sha256', secret).update(`${eventId}.${timestamp}.${payload}`).digest('base64')
const decodedKey = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
  .update(`${timestamp}.${payload}`)
  .digest('hex')
const hundreds = Array.from({ length: 300 }, (_, i) => `v1,${Buffer.from(`${i}`).toString('base64')}`)

test.each<[string, WebhookHeaders, object, string]>([
  [
    'a body that was parsed and serialized again',
    signed,
    { payload: JSON.stringify(event, null, 1) },
    'no_match',
  ],
  ['a truncated body', signed, { payload: payload.slice(0, -1) }, 'no_match'],
  ['a body with another amount of spaces', signed, { payload: `${payload} ` }, 'no_match'],
  ['an empty body', signed, { payload: '' }, 'no_match'],
  ['the body of another event', signed, { payload: payload.replace('succeeded', 'failed') }, 'no_match'],
  ['another ID', changed('webhook-id', 'evt_01kbq0v7c2m8y4tz6h9x3w5rnf'), {}, 'no_match'],
  ['another time', changed('webhook-timestamp', laterTimestamp), {}, 'no_match'],
  [
    'another time in the own header',
    { 'flowlix-signature': signed['flowlix-signature'].replace(timestamp, laterTimestamp) },
    {},
    'no_match',
  ],
  [
    'a second time in the own header',
    { 'flowlix-signature': `t=${laterTimestamp},${signed['flowlix-signature']}` },
    {},
    'no_match',
  ],
  ['the secret of another endpoint', signed, { secret: secretOf('other') }, 'no_match'],
  [
    'a standard signature with the key of the own scheme',
    changed('webhook-signature', `v1,${rawKey}`),
    {},
    'no_match',
  ],
  [
    'an own signature with the key of the standard scheme',
    { 'flowlix-signature': `t=${timestamp},v1=${decodedKey}` },
    {},
    'no_match',
  ],
  [
    'a signature of another version',
    changed('webhook-signature', signed['webhook-signature'].replace('v1,', 'v1a,')),
    {},
    'no_match',
  ],
  [
    'a signature without a version',
    changed('webhook-signature', signed['webhook-signature'].slice(3)),
    {},
    'no_match',
  ],
  [
    'half a signature',
    changed('webhook-signature', signed['webhook-signature'].slice(0, 24)),
    {},
    'no_match',
  ],
  ['an empty signature', changed('webhook-signature', 'v1,'), {}, 'no_match'],
  ['a signature that is not base64', changed('webhook-signature', 'v1,é'), {}, 'no_match'],
  [
    'a correct signature behind hundreds of wrong ones',
    changed('webhook-signature', [...hundreds, signed['webhook-signature']].join(' ')),
    {},
    'no_match',
  ],
  [
    'a correct own header beside a wrong standard one',
    changed('webhook-signature', `v1,${rawKey}`),
    {},
    'no_match',
  ],
  [
    'an own signature in upper case',
    {
      'flowlix-signature': signed['flowlix-signature']
        .toUpperCase()
        .replace('T=', 't=')
        .replace('V1=', 'v1='),
    },
    {},
    'no_match',
  ],
  ['an own header with a time and no signature', { 'flowlix-signature': `t=${timestamp}` }, {}, 'no_match'],
  ['no headers', {}, {}, 'missing_headers'],
  [
    'empty headers',
    { 'webhook-id': '', 'webhook-timestamp': '', 'webhook-signature': '' },
    {},
    'missing_headers',
  ],
  ['an empty own header', { 'flowlix-signature': '' }, {}, 'missing_headers'],
  ['no ID', without('webhook-id'), {}, 'missing_headers'],
  ['no time', without('webhook-timestamp'), {}, 'missing_headers'],
  ['no standard signature', without('webhook-signature'), {}, 'missing_headers'],
  ['a time that is not a number', changed('webhook-timestamp', '0x667f9b2b'), {}, 'missing_headers'],
  ['a negative time', changed('webhook-timestamp', '-1'), {}, 'missing_headers'],
  ['an ID that was sent twice', { ...signed, 'webhook-id': [eventId, eventId] }, {}, 'missing_headers'],
  ['a replay after five minutes and a second', signed, { now: () => nowMs + 301_000 }, 'too_old'],
  ['a clock that is more than five minutes behind', signed, { now: () => nowMs - 301_000 }, 'too_new'],
  ['a replay after the tolerance', signed, { toleranceSeconds: 5, now: () => nowMs + 6_000 }, 'too_old'],
])('%s is refused', async (_, headers, more, reason) => {
  expect(await reasonFor(headers, more)).toBe(reason)
})

test.each([
  ['a parsed body', event],
  ['no body', undefined],
  ['the text of an object', Object(payload)],
])('%s is refused with a sentence about raw bodies', async (_, wrong) => {
  expect(await reasonFor(signed, { payload: wrong })).toBe('not_raw')
  const sign = signWebhook({ payload: wrong as string, secret })
  await expect(sign).rejects.toThrow(/raw body/)
})

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
  'a tolerance of %s is a mistake',
  async (toleranceSeconds) => {
    await expect(verifyWebhook({ payload, headers: signed, secret, now, toleranceSeconds })).rejects.toThrow(
      TypeError,
    )
  },
)

test('a replay within the tolerance is accepted, so that a clock may be a little wrong', async () => {
  for (const offsetMs of [299_000, -299_000])
    expect(await verifyWebhook({ payload, headers: signed, secret, now: () => nowMs + offsetMs })).toEqual(
      event,
    )
})

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['only a prefix', 'whsec_'],
  ['an API key', 'fl_test_sk_abc123def456'],
  ['not base64', 'whsec_###'],
  ['an empty list', []],
  ['a list with one that is empty', [secret, '']],
])(
  'a secret that is %s is a mistake of the receiver, which the message does not repeat',
  async (_, wrong) => {
    const failure: unknown = await verifyWebhook({
      payload,
      headers: signed,
      secret: wrong as string,
      now,
    }).catch((caught: unknown) => caught)
    expect(failure).toBeInstanceOf(TypeError)
    if (typeof wrong === 'string' && wrong.length > 6) expect(String(failure)).not.toContain(wrong)
  },
)

test('the type of an event tells what its data holds', async () => {
  const received: WebhookEvent = await verifyWebhook({ payload, headers: signed, secret, now })
  expect(tell(received)).toBe('pay_b2c3d4e5-f6a7-8901-bcde-f23456789012')
})

/** Compiles only if the union tells its members apart. */
function tell(received: WebhookEvent): string {
  switch (received.type) {
    case 'refund.created':
    case 'refund.succeeded':
    case 'refund.failed':
      return received.data.refund.payment_id
    case 'webhook_endpoint.test':
      return received.data.webhook_endpoint
    default:
      return received.data.payment.id
  }
}
