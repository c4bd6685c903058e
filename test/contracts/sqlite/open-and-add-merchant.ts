/** A process of its own for the test of many processes that start at once: opens a file and adds a merchant to it. */
import { openStorage } from '../../../src/storage/open.ts'
import { aMerchant } from '../../support/payments.ts'
import { surroundings } from './database-file.ts'

const [, , file, id] = process.argv
if (file === undefined || id === undefined)
  throw new Error('usage: open-and-add-merchant <file> <merchant id>')
const storage = await openStorage(`sqlite:${file}`, { ...surroundings, create: 'production' })
await storage.addMerchant(aMerchant({ id }))
await storage.close()
