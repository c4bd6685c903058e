/** Removing personal data from payments: only from those that are over for long enough, and each on its own. */
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelPayment } from '../../src/operations/cancel-payment.ts'
import { createHostedPayment } from '../../src/operations/create-payment.ts'
import {
  endedWithPersonalData,
  paymentsOfEmail,
  personalDataState,
  removalBatch,
  removePersonalData,
} from '../../src/operations/remove-personal-data.ts'
import { noResponse } from '../../src/operations/respond.ts'
import { StorageUnavailable } from '../../src/ports/storage.ts'
import {
  lostRequestPan,
  openWorldForEachTest,
  paid,
  read,
  request,
  sent,
  session,
  world,
} from './operations-world.ts'

const dayMs = 24 * 3_600_000
const terms = { by: 'operator', keepMs: 0 } as const

openWorldForEachTest()

const remove = (...ids: string[]) => removePersonalData(world.gateway, ids, terms)

async function canceled(): Promise<string> {
  const { id } = await session(world)
  await cancelPayment(world.gateway, id, noResponse)
  return id
}

describe('a payment', () => {
  it('loses its personal data once, a day after its last change', async () => {
    const { id } = await paid(world)
    expect([await personalDataState(world.gateway, id), await remove(id)]).toEqual(['recent', ['recent']])
    await world.test.clock.advance(dayMs)
    expect([await personalDataState(world.gateway, id), await remove(id)]).toEqual(['removable', ['removed']])
    expect(await read(world, id)).toMatchObject({ returnUrl: null, customer: null })
    const after = [await personalDataState(world.gateway, id), await remove(id)]
    expect(after).toEqual(['already_removed', ['already_removed']])
  })

  it('keeps it while it is open, or while its outcome is unknown', async () => {
    const open = await session(world)
    const { id } = await sent(world, lostRequestPan)
    expect(await remove(open.id, id)).toEqual(['open', 'open'])
    expect(await personalDataState(world.gateway, open.id)).toBe('open')
  })

  it('that does not exist is reported', async () => {
    expect(await remove('pay_x')).toEqual(['not_found'])
    expect(await personalDataState(world.gateway, 'pay_x')).toBe('not_found')
  })
})

describe('a storage that fails', () => {
  let ids: readonly string[]
  beforeEach(async () => {
    ids = [await canceled(), await canceled()]
    await world.test.clock.advance(dayMs)
  })

  it('for one payment leaves the others to be removed', async () => {
    world.port.fail('save', 'unavailable')
    expect((await remove(...ids)).toSorted()).toEqual(['failed', 'removed'])
    expect(world.test.logLines.join('')).toContain('could not be removed')
  })

  it('for every payment is reported as such', async () => {
    world.port.fail('findPayment', 'unavailable', { times: 2 })
    await expect(remove(...ids)).rejects.toThrow(StorageUnavailable)
    expect(await remove()).toEqual([])
  })
})

describe('the payments that ended before a time', () => {
  async function batchesBefore(endedBeforeMs: number): Promise<readonly (readonly string[])[]> {
    const batches: (readonly string[])[] = []
    for await (const batch of endedWithPersonalData(world.test.app.storage, 'test', endedBeforeMs)) {
      batches.push(batch)
    }
    return batches
  }

  it('come in batches, and not again once their data is removed', async () => {
    const ids: string[] = []
    for (let i = 0; i <= removalBatch; i += 1) ids.push(await canceled())
    const endMs = world.test.clock.nowMs() + 1
    const batches = await batchesBefore(endMs)
    expect(batches.map((batch) => batch.length)).toEqual([removalBatch, 1])
    expect(batches.flat().toSorted()).toEqual(ids.toSorted())
    await world.test.clock.advance(dayMs)
    await remove(...ids.slice(1))
    expect(await batchesBefore(endMs)).toEqual([ids.slice(0, 1)])
  })

  it('may be none', async () => {
    await session(world)
    expect(await batchesBefore(world.test.clock.nowMs() + 1)).toEqual([])
  })
})

it('the payments of a customer are found by the email address', async () => {
  const customer = {
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
    country: 'GB',
    phone: '+44 20 7946 0000',
    address: '12 St James Square',
    city: 'London',
    zip: 'SW1Y 4JH',
  }
  const created = await createHostedPayment(world.gateway, request(world, { customer }), noResponse)
  await session(world)
  const id = created.kind === 'created' ? created.payment.id : ''
  expect(await paymentsOfEmail(world.test.app.storage, 'ada@example.com')).toEqual([id])
  expect(await paymentsOfEmail(world.test.app.storage, 'bob@example.com')).toEqual([])
})
