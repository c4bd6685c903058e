/** What was acknowledged is there after the process was killed at some moment, and nothing is there by half. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { aDatabaseFile, openQuietly } from './database-file.ts'

const script = fileURLToPath(new URL('./create-until-killed.ts', import.meta.url))

/** Returns what the process had acknowledged when it was killed. */
async function killAfter(acknowledgedMin: number, file: string, round: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [script, file, `${round}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ids: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (/^pay_\d+_\d+_\d$/.test(line)) ids.push(line)
    if (ids.length === acknowledgedMin) child.kill('SIGKILL')
  }
  return ids
}

it('keeps every acknowledged payment through five kills', async () => {
  const file = aDatabaseFile()
  const acknowledged: string[] = []
  for (let round = 0; round < 5; round++) {
    acknowledged.push(...(await killAfter(20 + 31 * round, file, round)))
    const storage = await openQuietly(file)
    for (const id of acknowledged) expect(await storage.findPayment(id)).toMatchObject({ id, version: 1 })
    await storage.close()
  }
  const database = new DatabaseSync(file)
  const halves =
    'select count(*) as n from payments where not exists (select 1 from events where payment_number = number)'
  expect(database.prepare(halves).get()?.n).toBe(0)
  expect(Object.values(database.prepare('pragma integrity_check').get() ?? {})).toEqual(['ok'])
}, 60_000)
