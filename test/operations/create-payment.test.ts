/** Creating payments: hosted and direct, once for each idempotency key, and never without an acquirer. */
import { describe, expect, it } from 'vitest'
import { type Payment, sessionEndMs } from '../../src/core/payment/payment.ts'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { AcquirerNotConfigured } from '../../src/operations/acquirer/acquirers.ts'
import { cancelPayment } from '../../src/operations/cancel-payment.ts'
import { createHostedPayment } from '../../src/operations/create-payment.ts'
import { extendSession } from '../../src/operations/extend-session.ts'
import { type DirectCard, payDirectly } from '../../src/operations/pay-directly.ts'
import { noResponse, type Respond } from '../../src/operations/respond.ts'
import { CommitUnknown, StorageUnavailable } from '../../src/ports/storage.ts'
import { anIdempotencyRecord } from '../support/payments.ts'
import {
  approvedAtAcquirer,
  approvedPan,
  attemptOf,
  inTime,
  lostAnswerPan,
  openWorldForEachTest,
  read,
  request,
  secretCard,
  session,
  shownCard,
  work,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const under = (key: string) => () => ({ response: null, record: anIdempotencyRecord({ key }) })

function direct(pan = approvedPan, changes: Partial<DirectCard> = {}): DirectCard {
  return {
    card: secretCard(pan),
    cardSummary: shownCard(pan),
    declineCode: null,
    merchant: null,
    ...changes,
  }
}

async function payBy(card: DirectCard, changes = {}): Promise<Payment> {
  const result = await payDirectly(world.gateway, request(world, changes), card, noResponse)
  if (result.kind !== 'created') throw new Error(result.kind)
  await inTime(world, world.gateway.running.drained())
  return read(world, result.payment.id)
}

describe.each(['hosted', 'direct'] as const)('a %s payment', (kind) => {
  const create = (respond: Respond<null>, mode: 'test' | 'live' = 'test') =>
    kind === 'hosted'
      ? createHostedPayment(world.gateway, request(world, { mode }), respond)
      : payDirectly(world.gateway, request(world, { mode }), direct(), respond)

  it('is not created if no acquirer serves its mode', async () => {
    await expect(create(noResponse, 'live')).rejects.toThrow(AcquirerNotConfigured)
  })

  it('is created once under a key', async () => {
    expect((await create(under('a'))).kind).toBe('created')
    expect(await create(under('a'))).toEqual({ kind: 'idempotency_key_taken' })
    await inTime(world, world.gateway.running.drained())
    expect(await approvedAtAcquirer(world)).toHaveLength(kind === 'direct' ? 1 : 0)
  })

  it.each([
    ['unavailable', StorageUnavailable],
    ['unknown_undone', CommitUnknown],
    ['unknown_done', CommitUnknown],
  ] as const)('asks for no money when its commit fails: %s', async (fault, failure) => {
    world.port.fail('create', fault)
    await expect(create(noResponse)).rejects.toThrow(failure)
    await work(world, 15_000)
    expect(await approvedAtAcquirer(world)).toEqual([])
  })
})

describe('a direct payment', () => {
  it('succeeds', async () => {
    expect((await payBy(direct())).ending?.kind).toBe('succeeded')
  })

  it('has the customer of its request', async () => {
    const customer = {
      email: 'ada@example.com',
      firstName: 'Ada',
      lastName: 'Lovelace',
      country: 'GB',
      phone: '1',
      address: 'a',
      city: 'c',
      zip: 'z',
    }
    expect((await payBy(direct(), { customer })).customer).toEqual({
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      address: null,
    })
    expect((await payBy(direct())).customer).toBeNull()
  })

  it('is declined without asking the acquirer when its card cannot be used', async () => {
    const payment = await payBy(direct(approvedPan, { declineCode: 'expired_card' }))
    expect(payment.ending).toMatchObject({ kind: 'failed', declineCode: 'expired_card' })
    expect(await world.test.app.sandbox.book.transactions()).toEqual([])
  })

  it('is resolved when its answer is lost', async () => {
    const payment = await payBy(direct(lostAnswerPan))
    expect(attemptOf(payment).state).toBe('unknown')
    await work(world, 5_000)
    expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
  })

  it.each([
    ['once it was sent', direct(), 'created'],
    ['although nobody need be asked', { ...direct(), declineCode: 'expired_card' }, 'created'],
  ] as const)("has its card's digits overwritten %s", async (_, card, kind) => {
    expect((await payDirectly(world.gateway, request(world), card, noResponse)).kind).toBe(kind)
    await inTime(world, world.gateway.running.drained())
    expect(() => card.card.reveal()).toThrow('overwritten')
  })

  it("has its card's digits overwritten when it is not created", async () => {
    const cards = [direct(), direct(), direct()]
    const [first, second, third] = cards as [DirectCard, DirectCard, DirectCard]
    await payDirectly(world.gateway, request(world), first, under('a'))
    await payDirectly(world.gateway, request(world), second, under('a'))
    await expect(
      payDirectly(world.gateway, request(world, { mode: 'live' }), third, noResponse),
    ).rejects.toThrow()
    await inTime(world, world.gateway.running.drained())
    for (const { card } of cards) expect(() => card.reveal()).toThrow('overwritten')
  })

  it('is not created when it would be over immediately: such a session lifetime is a mistake', async () => {
    const gateway = { ...world.gateway, settings: { ...world.gateway.settings, sessionLifeMs: 0 } }
    await expect(payDirectly(gateway, request(world), direct(), noResponse)).rejects.toThrow(
      'payment_expired',
    )
  })
})

it('a customer of a short session who needs more time gets it once for each page that offers it', async () => {
  const sessionLifeMs = 30 * 60_000
  const gateway = { ...world.gateway, settings: { ...world.gateway.settings, sessionLifeMs } }
  const { id, createdAtMs } = await session({ ...world, gateway })
  expect(await extendSession(gateway, id, 1)).toMatchObject({ kind: 'changed' })
  expect(await extendSession(gateway, id, 1)).toMatchObject({ kind: 'refused', refusal: 'superseded' })
  expect(sessionEndMs(await read(world, id))).toBe(createdAtMs + 2 * sessionLifeMs)
})

describe('leaving', () => {
  it('the customer abandons, and only once', async () => {
    const { id } = await session(world)
    expect(await abandonPayment(world.gateway, id, 1)).toMatchObject({ kind: 'changed' })
    expect(await abandonPayment(world.gateway, id, 1)).toMatchObject({
      kind: 'refused',
      refusal: 'payment_ended',
    })
  })

  it('the merchant cancels, with a key that another request has used in the meantime', async () => {
    const { id } = await session(world)
    await createHostedPayment(world.gateway, request(world), under('taken'))
    expect(await cancelPayment(world.gateway, id, under('taken'))).toEqual({ kind: 'idempotency_key_taken' })
    expect((await read(world, id)).ending).toBeNull()
    expect(await cancelPayment(world.gateway, id, noResponse)).toMatchObject({ kind: 'changed' })
  })

  it('the merchant cancels just after the customer has left', async () => {
    const { id } = await session(world)
    world.port.beforeNextSave(async () => {
      await abandonPayment(world.test.app.gateway, id, 1)
    })
    expect(await cancelPayment(world.gateway, id, noResponse)).toMatchObject({
      kind: 'refused',
      refusal: 'payment_not_cancelable',
    })
  })
})
