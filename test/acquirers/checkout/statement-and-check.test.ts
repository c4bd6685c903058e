/** Checkout.com's book for the daily comparison, and the check of credentials at start. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCheckout } from '../../../src/acquirers/checkout/checkout.ts'
import { fitStatement } from '../../../src/core/reconciliation/fit-statement.ts'
import type { StatementLine } from '../../../src/core/reconciliation/statement.ts'
import { on } from '../../../verification/acquirers/stand-in/faults.ts'
import { type CheckoutWorld, challengedPan, goodPan, openCheckout, request } from './checkout-world.ts'

const dayMs = 24 * 3_600_000

let world: CheckoutWorld
beforeEach(async () => {
  world = await openCheckout()
})
afterEach(async () => {
  expect(world.standIn.violations).toStrictEqual([])
  await world.standIn.close()
})

async function statement(fromMs: number, toMs: number, account: string | null = null) {
  const lines = await world.acquirer.statement?.({ fromMs, toMs, account })
  expect(fitStatement(lines)).toStrictEqual(lines)
  return (lines ?? []).map(({ reference, kind, state, amountMinor }: StatementLine) =>
    [reference, kind, state, amountMinor].join(' '),
  )
}

describe('a statement', () => {
  it('has a line for each payment and each refund', async () => {
    const [good, declined, open] = [request(goodPan), request('4000000000000002'), request(challengedPan)]
    for (const one of [good, declined, open]) await world.authorize(one)
    const refund = world.refundOf(good, { amountMinor: 1_000 })
    await world.refund(refund)
    expect(await statement(world.clock.nowMs - dayMs, world.clock.nowMs + 1)).toStrictEqual([
      `${good.reference} authorization approved 2500`,
      `${refund.reference} refund succeeded 1000`,
      `${declined.reference} authorization declined 2500`,
      `${open.reference} authorization challenged 2500`,
    ])
  })

  it('has the IDs by which the payment and its refund can be told from others', async () => {
    const good = request(goodPan)
    const approval = await world.authorize(good)
    const id = 'acquirerTransactionId' in approval ? approval.acquirerTransactionId : ''
    const refund = world.refundOf(good, { amountMinor: 1_000 })
    const accepted = await world.refund(refund)
    const refundId = 'acquirerRefundId' in accepted ? accepted.acquirerRefundId : ''
    const again = 'pay_secondpaymentwithit'
    world.standIn.faults.inject(on('POST', /search$/), {
      kind: 'changed',
      change: ({ status, body }) => {
        const { data, ...rest } = JSON.parse(body)
        return {
          status,
          body: JSON.stringify({ ...rest, data: [...data, { ...data[0], id: again, actions: [] }] }),
        }
      },
    })
    const span = { fromMs: world.clock.nowMs - dayMs, toMs: world.clock.nowMs + 1 }
    const lines = await world.acquirer.statement?.({ ...span, account: null })
    expect(
      lines?.map(({ reference, acquirerTransactionId }) => [reference, acquirerTransactionId]),
    ).toStrictEqual([
      [good.reference, id],
      [refund.reference, refundId],
      [good.reference, again],
    ])
  })

  it('has a refund of today whose payment is of last month, and not that payment', async () => {
    const good = request(goodPan)
    await world.authorize(good)
    world.clock.nowMs += 30 * dayMs
    const refund = world.refundOf(good)
    await world.refund(refund)
    expect(await statement(world.clock.nowMs - dayMs, world.clock.nowMs + 1)).toStrictEqual([
      `${refund.reference} refund succeeded 2500`,
    ])
  })

  it('has only payments of the account that is asked for', async () => {
    const [own, other] = [request(goodPan), request(goodPan, { account: 'pc_other' })]
    for (const one of [own, other]) await world.authorize(one)
    const span = [world.clock.nowMs - dayMs, world.clock.nowMs + 1] as const
    expect(await statement(...span)).toHaveLength(1)
    expect(await statement(...span, 'pc_other')).toStrictEqual([
      `${other.reference} authorization approved 2500`,
    ])
  })

  it('has all pages', async () => {
    world.standIn.faults.inject(on('POST', /search$/), {
      kind: 'changed',
      change: ({ status, body }) => {
        const next = `${world.standIn.url}/payments/search/1?from=0&to=${world.clock.nowMs}&limit=1`
        const [first] = JSON.parse(body).data
        return { status, body: JSON.stringify({ data: [first], _links: { next: { href: next } } }) }
      },
    })
    for (let count = 0; count < 3; count++) await world.authorize(request(goodPan))
    expect(await statement(world.clock.nowMs - dayMs, world.clock.nowMs + 1)).toHaveLength(3)
  })

  /** The first page, with its only payment changed. */
  const listed = (changes: object) =>
    world.standIn.faults.inject(on('POST', /search$/), {
      kind: 'changed',
      change: ({ status, body }) => {
        const { data, ...rest } = JSON.parse(body)
        return { status, body: JSON.stringify({ ...rest, data: [{ ...data[0], ...changes }] }) }
      },
    })
  const ofOthers = { reference: 'order-1', metadata: {} }
  const read = () => statement(world.clock.nowMs - dayMs, world.clock.nowMs + 1)

  it.each([
    { status: 'Deferred' },
    { status: 'constructor' },
    { status: 'Deferred', metadata: {}, reference: `7k2m9x0q-${'0a1b2c3d'.repeat(4)}a1` },
    { requested_on: null, processed_on: null },
  ])('in which the status or the time of a payment of ours is not known is refused: %j', async (changes) => {
    await world.authorize(request(goodPan))
    listed(changes)
    await expect(read()).rejects.toThrow('a payment of ours whose status or time is unknown')
  })

  it.each(['Deferred', 'toString'])(
    'has payments of other programs with the status %s, as pending',
    async (status) => {
      await world.authorize(request(goodPan))
      listed({ ...ofOthers, status })
      expect(await read()).toStrictEqual(['order-1 authorization pending 2500'])
    },
  )

  it('has no payments of other programs whose time is not known', async () => {
    await world.authorize(request(goodPan))
    listed({ ...ofOthers, requested_on: null, processed_on: null })
    expect(await read()).toStrictEqual([])
  })

  it.each([
    [{ kind: 'truncated' }, 'connection lost'],
    [{ kind: 'instead', isHandled: false, answer: { status: 403, body: '' } }, 'HTTP 403'],
    [{ kind: 'instead', isHandled: false, answer: { status: 200, body: '{}' } }, 'list'],
  ] as const)(
    'that meets %j is refused, because a part of a book is worse than none',
    async (fault, cause) => {
      world.standIn.faults.inject(on('POST', /search$/), fault)
      await expect(statement(0, world.clock.nowMs)).rejects.toThrow(cause)
    },
  )
})

describe('the check of credentials', () => {
  const never = new AbortController().signal
  const check = (changes: object) =>
    createCheckout({
      ...world.standIn.access,
      ...{ livemode: false, proxy: null, log: { debug() {}, info() {}, warn() {}, error() {} } },
      ...changes,
    }).check?.(never)

  it('accepts good ones, and changes nothing', async () => {
    expect(await check({})).toStrictEqual({ kind: 'accepted' })
    expect(world.standIn.book.all()).toStrictEqual([])
  })

  it.each([
    [{ secretKey: 'sk_sbox_other' }, 'Checkout.com rejected the secret key'],
    [{ publicKey: 'pk_sbox_other' }, 'Checkout.com rejected the public key'],
    [{ secretKey: 'sk_live' }, 'the secret key is for live payments'],
    [{ livemode: true }, 'the secret key is for the sandbox of Checkout.com'],
  ])('refuses %j in one sentence without the key', async (changes, reason) => {
    expect(await check(changes)).toStrictEqual({ kind: 'refused', reason })
  })

  it.each([
    { total_count: 1, data: [{ id: 'pay_fromsomeoneelse', reference: 'other' }] },
    { total_count: 1, data: [] },
  ])('refuses an account whose list of payments is %j for a reference that nobody has', async (list) => {
    const answer = { status: 200, body: JSON.stringify(list) }
    world.standIn.faults.inject(on('GET', /^\/payments$/), { kind: 'instead', isHandled: false, answer })
    expect(await check({})).toStrictEqual({
      kind: 'refused',
      reason: expect.stringContaining('does not limit its list of payments to one reference'),
    })
  })

  it('concludes nothing from something other than a list', async () => {
    const answer = { status: 200, body: '{}' }
    world.standIn.faults.inject(on('GET', /^\/payments$/), { kind: 'instead', isHandled: false, answer })
    expect(await check({})).toStrictEqual({ kind: 'unknown', cause: 'not a list' })
  })

  it('does not refuse credentials because of an outage', async () => {
    world.standIn.faults.inject(on('GET', /^\/payments$/), { kind: 'request_lost' })
    expect(await check({})).toStrictEqual({ kind: 'unknown', cause: 'connection lost' })
  })

  it('reaches the sandbox or the live system by the mode', async () => {
    const asked = async (livemode: boolean) => {
      const { baseUrl: _baseUrl, ...access } = world.standIn.access
      const keys = livemode ? { secretKey: 'sk_a', publicKey: 'pk_a' } : {}
      const log = { debug() {}, info() {}, warn() {}, error() {} }
      // A proxy that nobody runs: it must not be passed by.
      const proxy = 'http://127.0.0.1:9'
      return createCheckout({ ...access, ...keys, livemode, proxy, log }).check?.(never)
    }
    expect(await asked(true)).toStrictEqual({ kind: 'unknown', cause: 'proxy failed' })
    expect(await asked(false)).toStrictEqual({ kind: 'unknown', cause: 'proxy failed' })
  })
})
