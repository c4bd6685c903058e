/** A separate process for the test of many simultaneous starts: opens a file and adds a merchant to it. */
import { openStorage } from '../../../src/storage/open.ts'
import { aMerchant } from '../../support/payments.ts'
import { surroundings } from './database-file.ts'

const [, , file, id] = process.argv
if (file === undefined || id === undefined)
  throw new Error('usage: open-and-add-merchant <file> <merchant id>')
const storage = await openStorage(`sqlite:${file}`, { ...surroundings, create: 'production' })
await storage.addMerchant(aMerchant({ id }))
await storage.close()
