/**
 * What the adapter sends is what Checkout.com's own SDK sends for the same operations, and the SDK understands what the
 * stand-in answers. So neither of the two rests on our word alone.
 */
import { Checkout } from 'checkout-sdk-node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LoggedRequest } from '../../../verification/acquirers/stand-in/request-log.ts'
import { type CheckoutWorld, challengedPan, goodPan, openCheckout, request } from './checkout-world.ts'

let world: CheckoutWorld
let sdk: Checkout
beforeEach(async () => {
  world = await openCheckout({ captureDelayMs: 60_000 })
  const { secretKey, publicKey: pk, baseUrl: host } = world.standIn.access
  sdk = new Checkout(secretKey, { pk, host })
})
afterEach(async () => {
  expect(world.standIn.violations).toStrictEqual([])
  await world.standIn.close()
})

type Said = (sent: LoggedRequest) => Promise<unknown>

/** The adapter's requests of this kind are said again by the SDK. */
async function expectSame(method: string, path: RegExp, again: Said): Promise<void> {
  const ofAdapter = world.standIn.log.all().filter((one) => one.method === method && path.test(one.path))
  expect(ofAdapter.length).toBeGreaterThan(0)
  for (const sent of ofAdapter) {
    world.standIn.log.clear()
    await again(sent).catch(() => {})
    expect(world.standIn.log.all().map(essence)).toStrictEqual([essence(sent)])
  }
}

/** The SDK sends keys as they are, while the documentation asks for "Bearer"; both are accepted. */
function essence({ method, path, query, headers, body }: LoggedRequest): object {
  return {
    ...{ method, path, query: Object.fromEntries(query) },
    key: headers['cko-idempotency-key'],
    credential: headers.authorization?.replace(/^Bearer /, ''),
    body: body === '' ? null : JSON.parse(body),
  }
}

const json = ({ body }: LoggedRequest) => JSON.parse(body)
const key = ({ headers }: LoggedRequest) => headers['cko-idempotency-key']
const idIn = ({ path }: LoggedRequest) => path.split('/')[2] ?? ''

describe('the adapter and the official SDK send the same', () => {
  it('for an authorization', async () => {
    const line = { line1: '1 Main Street', line2: 'Floor 2', city: 'Paris', postcode: '75001', country: 'FR' }
    await world.authorize(request(goodPan, { billingAddress: line, network: 'cartes_bancaires' }))
    const [token, payment] = world.standIn.log.all()
    await expectSame('POST', /^\/tokens$/, (sent) => sdk.tokens.request(json(sent)))
    world.standIn.log.clear()
    if (token === undefined || payment === undefined) throw new Error('nothing was sent')
    await sdk.payments.request(json(payment), key(payment))
    expect(world.standIn.log.all().map(essence)).toStrictEqual([essence(payment)])
  })

  it('for an inquiry', async () => {
    const sent = request('4000000000000002')
    await world.authorize(sent)
    const ask = async () => {
      world.standIn.log.clear()
      await world.inquire(world.termsOf(sent))
    }
    await ask()
    await expectSame('GET', /^\/payments$/, ({ query }) =>
      sdk.payments.getPaymentList(Object.fromEntries(query)),
    )
    await ask()
    await expectSame('GET', /^\/payments\/pay_\w+$/, (one) => sdk.payments.get(idIn(one)))
    await ask()
    await expectSame('GET', /\/actions$/, (one) => sdk.payments.getActions(idIn(one)))
  })

  it('for a reversal and a refund', async () => {
    const [voided, refunded] = [request(goodPan), request(goodPan)]
    await world.authorize(voided)
    await world.reverse(world.termsOf(voided))
    await expectSame('POST', /\/voids$/, (one) => sdk.payments.void(idIn(one), json(one), key(one)))
    await world.authorize(refunded)
    world.clock.nowMs += 60_000
    await world.refund(world.refundOf(refunded, { amountMinor: 100 }))
    await expectSame('POST', /\/refunds$/, (one) => sdk.payments.refund(idIn(one), json(one), key(one)))
  })

  it('for a statement', async () => {
    await world.acquirer.statement?.({ fromMs: 0, toMs: world.clock.nowMs, account: null })
    await expectSame('POST', /\/search$/, (one) => sdk.payments.search(json(one)))
  })
})

describe('the official SDK understands the stand-in', () => {
  const payment = async (pan: string) => {
    const card = { type: 'card', number: pan, expiry_month: 12, expiry_year: 2040, cvv: '123' }
    const { token } = (await sdk.tokens.request(card)) as { token: string }
    const source = { type: 'token', token }
    const terms = { amount: 100, currency: 'EUR', reference: pan, processing_channel_id: 'pc_standin' }
    const urls = { success_url: 'https://shop.example/', failure_url: 'https://shop.example/' }
    return (await sdk.payments.request({ source, ...terms, ...urls })) as Record<string, unknown>
  }

  it('when it approves, declines, and asks for a challenge', async () => {
    expect(await payment(goodPan)).toMatchObject({ approved: true, requiresRedirect: false })
    expect(await payment('4000000000000002')).toMatchObject({ approved: false, response_code: '20005' })
    expect(await payment(challengedPan)).toMatchObject({
      requiresRedirect: true,
      redirectLink: expect.stringContaining('/3ds/pay_'),
    })
  })

  it.each([
    ['an unknown payment', () => sdk.payments.get('pay_unknown'), 'NotFoundError'],
    [
      'a void that is not allowed',
      async () => {
        const { id } = await payment(goodPan)
        world.clock.nowMs += 60_000
        return sdk.payments.void(String(id))
      },
      'ActionNotAllowed',
    ],
    [
      'a card number that is none',
      () => sdk.tokens.request({ type: 'card', number: '1' }),
      'ValidationError',
    ],
    [
      'a wrong key',
      () => new Checkout('sk_sbox_other', { host: world.standIn.url }).payments.get('pay_unknown'),
      'AuthenticationError',
    ],
  ])('when it refuses %s', async (_name, act, name) => {
    await expect(act()).rejects.toMatchObject({ name })
  })
})
