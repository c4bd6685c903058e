/** What is signed here is verified by the tools that integrators already have, also while a secret is being replaced. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import { describe, expect, test } from 'vitest'
import { signWebhook, verifyWebhook } from '../../../client/src/flowlix.ts'
import { event, eventId, payload, previous, secret, secretOf } from './example.ts'

const stranger = secretOf('stranger')
/** These look at the real clock. */
const headersOf = async (secrets: string | readonly string[]) => ({
  ...(await signWebhook({ payload, secret: secrets })),
})

type Headers = Awaited<ReturnType<typeof headersOf>>

/** Each throws if it does not accept the request. */
const verifiers: Readonly<Record<string, (headers: Headers, secret: string) => void>> = {
  standardwebhooks: (headers, one) => void new StandardWebhook(one).verify(payload, headers),
  svix: (headers, one) => new SvixWebhook(one).verify(payload, headers),
  stripe: (headers, one) => void Stripe.webhooks.constructEvent(payload, headers['flowlix-signature'], one),
}

describe.each(Object.entries(verifiers))('%s', (_, verify) => {
  test('accepts what was signed with its secret, and nothing else', async () => {
    const headers = await headersOf(secret)
    expect(() => verify(headers, secret)).not.toThrow()
    expect(() => verify(headers, stranger)).toThrow()
  })

  test('accepts both secrets during a rotation, and no other', async () => {
    const headers = await headersOf([secret, previous])
    expect(() => verify(headers, secret)).not.toThrow()
    expect(() => verify(headers, previous)).not.toThrow()
    expect(() => verify(headers, stranger)).toThrow()
  })
})

test('verifyWebhook accepts what standardwebhooks and svix sign', async () => {
  const at = new Date()
  const timestamp = String(Math.floor(at.getTime() / 1000))
  for (const signer of [new StandardWebhook(secret), new SvixWebhook(secret)]) {
    const headers = {
      'webhook-id': eventId,
      'webhook-timestamp': timestamp,
      'webhook-signature': signer.sign(eventId, at, payload),
    }
    expect(await verifyWebhook({ payload, headers, secret })).toEqual(event)
  }
})

test('verifyWebhook accepts what the Stripe SDK signs', async () => {
  const header = Stripe.webhooks.generateTestHeaderString({ payload, secret })
  expect(await verifyWebhook({ payload, headers: { 'Flowlix-Signature': header }, secret })).toEqual(event)
})

const sample = fileURLToPath(new URL('published_sample.py', import.meta.url))
const hasPython = spawnSync('python3', ['-c', '']).status === 0
if (!hasPython)
  console.warn('python3 is not installed, so the test with the published Python sample is skipped')

/** Whether the published sample accepts the header with each of the secrets. */
function acceptedInPython(header: string, secrets: readonly string[]): unknown {
  const { stdout } = spawnSync('python3', [sample], { input: JSON.stringify({ payload, header, secrets }) })
  return JSON.parse(stdout.toString())
}

test.skipIf(!hasPython)(
  'the published Python sample accepts the header, and the previous secret until the end of a rotation',
  async () => {
    const { 'flowlix-signature': usual } = await headersOf(secret)
    expect(acceptedInPython(usual, [secret, stranger])).toEqual([true, false])
    // It sees the last signature only, so a receiver that has not changed its secret yet goes on.
    const { 'flowlix-signature': rotating } = await headersOf([secret, previous])
    expect(acceptedInPython(rotating, [previous, stranger])).toEqual([true, false])
  },
)
