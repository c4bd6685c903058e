/**
 * What one process has acknowledged, another one tells at once. The unlucky moment: the reader asks in the callbacks of
 * a commit of its own, and the next request is there before the event loop has its next turn.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Storage } from '../../../src/ports/storage.ts'
import { aCreation, aMerchant, anApiKey } from '../../support/payments.ts'
import { aFolder, openQuietly } from './database-file.ts'

const script = fileURLToPath(new URL('./change-on-request.ts', import.meta.url))
const rounds = 5

let folder: string
let here: Storage
let other: ChildProcessByStdio<Writable, Readable, null>

beforeEach(async () => {
  folder = aFolder()
  const file = join(folder, 'gateway.db')
  here = await openQuietly(file)
  await here.addMerchant(aMerchant())
  other = spawn(process.execPath, [script, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(other.stdout, 'data')
})

afterEach(async () => {
  other.stdin.end()
  await once(other, 'exit')
  await here.close()
})

/** Reads, lets the other process commit, and reads again as soon as its acknowledgment is here. */
async function readAround<T>(read: () => Promise<T>, command: string): Promise<readonly [T, T]> {
  const marker = join(folder, command.replaceAll(' ', '-'))
  // After a commit: its callbacks run in the check phase.
  await here.addApiKey(anApiKey())
  const before = await read()
  other.stdin.write(`${command} ${marker}\n`)
  // The loop is held until the acknowledgment waits in the pipe: it is the first thing that the loop comes to.
  while (!existsSync(marker));
  await once(other.stdout, 'data')
  return [before, await read()]
}

it('a payment that another process has changed', async () => {
  for (let round = 0; round < rounds; round++) {
    const { payment, ...creation } = aCreation()
    await here.create({ ...creation, payment })
    const [before, after] = await readAround(() => here.findPayment(payment.id), `start ${payment.id}`)
    expect([before?.version, after?.version]).toEqual([1, 2])
  }
})

it('a key that another process has revoked', async () => {
  for (let round = 0; round < rounds; round++) {
    const key = anApiKey()
    await here.addApiKey(key)
    const [before, after] = await readAround(() => here.findActiveApiKey(key.hash, 1), `revoke ${key.id}`)
    expect([before?.id, after]).toEqual([key.id, null])
  }
})
