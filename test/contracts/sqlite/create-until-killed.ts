/** A process of its own for the test of crashes: creates payments and names each one that was acknowledged. */
import { writeSync } from 'node:fs'
import { openStorage } from '../../../src/storage/open.ts'
import { aCreation, aMerchant } from '../../support/payments.ts'
import { surroundings } from './database-file.ts'

const [, , file, round] = process.argv
if (file === undefined || round === undefined) throw new Error('usage: create-until-killed <file> <round>')
const storage = await openStorage(`sqlite:${file}`, { ...surroundings, create: 'production' })
await storage.addMerchant(aMerchant({ id: `mer_${round}` }))
for (let batch = 0; ; batch++) {
  const ids = Array.from({ length: 7 }, (_, index) => `pay_${round}_${batch}_${index}`)
  const create = async (id: string) => {
    await storage.create(aCreation({ id, merchantId: `mer_${round}` }))
    writeSync(1, `${id}\n`)
  }
  await Promise.all(ids.map(create))
}
