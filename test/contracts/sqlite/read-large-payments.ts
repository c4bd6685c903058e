/** A process of its own for the test of memory: creates payments as large as the API takes, and reads each of them. */
import { openStorage } from '../../../src/storage/open.ts'
import { largestMetadata } from '../../support/largest.ts'
import { aCreation, aMerchant } from '../../support/payments.ts'
import { surroundings } from './database-file.ts'

const [, , file, count] = process.argv
if (file === undefined || count === undefined) throw new Error('usage: read-large-payments <file> <count>')
const storage = await openStorage(`sqlite:${file}`, { ...surroundings, create: 'sandbox' })
await storage.addMerchant(aMerchant())
const ids: string[] = []
for (let index = 0; index < Number(count); index++) {
  const creation = aCreation({ metadata: largestMetadata() })
  await storage.create(creation)
  ids.push(creation.payment.id)
}
let read = 0
for (const id of ids) if ((await storage.findPayment(id)) !== null) read++
process.stdout.write(`read ${read}\n`)
await storage.close()
