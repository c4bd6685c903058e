/** The backup of a PostgreSQL database that the documentation describes, with the programs of the machine. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { openStorage } from '../../src/storage/open.ts'
import { verifyDatabase } from '../../src/storage/verify.ts'
import { createDatabase } from '../../verification/postgres/databases.ts'
import { surroundings } from '../contracts/sqlite/database-file.ts'
import { aCreation, aMerchant, changeBy, startCommand } from '../support/payments.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'flowlix-dump-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Null where the machine has none. */
async function majorVersion(program: string): Promise<number | null> {
  try {
    const { stdout } = await run(program, ['--version'])
    return Number(/\b(\d+)\.\d/.exec(stdout)?.[1] ?? 0)
  } catch {
    return null
  }
}

const serverVersion = 15
const dumps = await majorVersion('pg_dump')
const isAble = dumps !== null && dumps >= serverVersion && (await majorVersion('pg_restore')) !== null

it.skipIf(!isAble)(
  `a dump of a database in use is restored with all payments, chains, and guards${isAble ? '' : ': needs pg_dump 15 or newer'}`,
  async () => {
    const database = await createDatabase()
    const restored = await createDatabase()
    const storage = await openStorage(database.url, { ...surroundings, create: 'production' })
    try {
      await storage.addMerchant(aMerchant())
      const creation = aCreation()
      await storage.create(creation)
      await storage.save(changeBy(creation.payment, startCommand(creation.payment)))
      const before = await verifyDatabase(database.url)
      const file = join(folder, 'flowlix.dump')
      await run('pg_dump', ['--format=custom', `--file=${file}`, database.url])
      await run('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${restored.url}`, file])
      expect(await verifyDatabase(restored.url)).toEqual(before)
      const copy = await openStorage(restored.url, { ...surroundings, create: 'production' })
      expect(await copy.findPayment(creation.payment.id)).toEqual(
        await storage.findPayment(creation.payment.id),
      )
      expect(await copy.create(aCreation())).toBe('saved')
      await copy.close()
    } finally {
      await storage.close()
      await database.drop()
      await restored.drop()
    }
  },
  60_000,
)
