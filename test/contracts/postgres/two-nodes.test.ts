/** What one node has acknowledged, every other node tells from then on. Nothing is remembered that another may change. */
import { expect, it } from 'vitest'
import {
  aCreation,
  anApiKey,
  anIdempotencyRecord,
  changeBy,
  startCommand,
  startMs,
  testMerchantId,
} from '../../support/payments.ts'
import { aDatabaseOfNodes } from './nodes.ts'

async function twoNodes() {
  const { add } = await aDatabaseOfNodes()
  const [here, elsewhere] = await Promise.all([add(), add()])
  return { here: here.storage, elsewhere: elsewhere.storage }
}

it('a payment that another node has created, and then changed', async () => {
  const { here, elsewhere } = await twoNodes()
  for (let round = 0; round < 10; round++) {
    const creation = aCreation()
    await elsewhere.create(creation)
    expect(await here.findPayment(creation.payment.id)).toEqual(creation.payment)
    const change = changeBy(creation.payment, startCommand(creation.payment))
    await elsewhere.save(change)
    expect(await here.findPayment(creation.payment.id)).toEqual(change.after)
    expect(await here.save(changeBy(creation.payment, { type: 'cancel' }))).toBe('lost_race')
  }
})

it('a key that another node has revoked', async () => {
  const { here, elsewhere } = await twoNodes()
  const key = anApiKey()
  await here.addApiKey(key)
  expect(await elsewhere.findActiveApiKey(key.hash, startMs)).toEqual(key)
  await here.revokeApiKey(key.id, startMs)
  expect(await elsewhere.findActiveApiKey(key.hash, startMs)).toBeNull()
})

it('a merchant that another node has changed', async () => {
  const { here, elsewhere } = await twoNodes()
  await here.findMerchant(testMerchantId)
  await elsewhere.updateMerchant(testMerchantId, { name: 'Changed elsewhere' })
  expect(await here.findMerchant(testMerchantId)).toMatchObject({ name: 'Changed elsewhere' })
})

it('details of a merchant that two nodes change at once are both kept', async () => {
  const { here, elsewhere } = await twoNodes()
  await Promise.all([
    here.updateMerchant(testMerchantId, { name: 'Renamed' }),
    elsewhere.updateMerchant(testMerchantId, { supportEmail: 'help@shop.example' }),
  ])
  const merchant = await here.findMerchant(testMerchantId)
  expect(merchant).toMatchObject({ name: 'Renamed', supportEmail: 'help@shop.example' })
})

it('a request that two nodes get at once is carried out by one of them, and the other finds its response', async () => {
  const { here, elsewhere } = await twoNodes()
  for (let round = 0; round < 10; round++) {
    const idempotency = anIdempotencyRecord()
    const ask = async (storage: typeof here) => {
      const result = await storage.create(aCreation({}, { idempotency }))
      return { result, record: await storage.findIdempotencyRecord(idempotency.keyId, idempotency.key) }
    }
    const asked = await Promise.all([here, elsewhere, here, elsewhere].map(ask))
    expect(asked.filter(({ result }) => result === 'saved')).toHaveLength(1)
    expect(asked.every(({ record }) => record?.body === idempotency.body)).toBe(true)
  }
})

it('a secret that two nodes draw at once is the same', async () => {
  const { here, elsewhere } = await twoNodes()
  const drawn = await Promise.all([here, elsewhere].map((storage) => storage.installationSecret('form')))
  expect(drawn[0]).toBe(drawn[1])
})
