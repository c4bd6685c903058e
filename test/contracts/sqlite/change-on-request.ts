/**
 * A process of its own for the test of two processes: reads commands, and once each is committed, tells so on standard
 * output and then by a file, for a reader who holds the event loop meanwhile.
 */
import { writeFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openStorage } from '../../../src/storage/open.ts'
import { changeBy, startCommand } from '../../support/payments.ts'
import { surroundings } from './database-file.ts'

const [, , file] = process.argv
if (file === undefined) throw new Error('usage: change-on-request <file>')
const storage = await openStorage(`sqlite:${file}`, { ...surroundings, create: null })

async function startAttempt(id: string): Promise<void> {
  const payment = await storage.findPayment(id)
  if (payment === null) throw new Error('the payment is missing')
  await storage.save(changeBy(payment, startCommand(payment)))
}

writeSync(1, 'open\n')
for await (const line of createInterface(process.stdin)) {
  const [command, id = '', marker = ''] = line.split(' ')
  if (command === 'start') await startAttempt(id)
  else await storage.revokeApiKey(id, 2)
  writeSync(1, 'done\n')
  writeFileSync(marker, '')
}
await storage.close()
