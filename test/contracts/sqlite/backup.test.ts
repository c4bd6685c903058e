/** A copy that is made while payments are taken. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import { DatabaseRefused } from '../../../src/platform/database-refused.ts'
import { backUpFile } from '../../../src/storage/backup.ts'
import { isFaultless } from '../../../src/storage/verify.ts'
import { verifyFile } from '../../../src/storage/verify-file.ts'
import { startMs } from '../../support/payments.ts'
import { aDatabaseFile, aFolder, openQuietly } from './database-file.ts'
import { fillTemplate, template } from './tampered.ts'

let declined: Payment
beforeAll(async () => {
  ;({ declined } = await fillTemplate())
})

const verify = (file: string) => verifyFile(file)

describe('a backup', () => {
  it('is private, has the same content, and has its head next to it', async () => {
    const file = join(aFolder(), 'backup.db')
    const backup = backUpFile(template, file, startMs)
    expect(backup.verification.head).toBe(verify(template).head)
    for (const name of [file, backup.headFile]) expect(statSync(name).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(file)).sort()).toEqual(['backup.db', 'backup.db.head.json'])
    const { id, kind } = backup.verification.installation
    expect(JSON.parse(readFileSync(backup.headFile, 'utf8'))).toEqual({
      head: backup.verification.head,
      payments: 4,
      events: backup.verification.events,
      installation: id,
      kind,
      madeAt: new Date(startMs).toISOString(),
    })
    expect(verify(file).expectedHead).toBe(backup.verification.head)
    const restored = await openQuietly(file)
    expect(await restored.findPayment(declined.id)).toEqual(declined)
    await restored.close()
  })

  it('replaces nothing, and leaves nothing behind where it cannot be made', () => {
    const folder = aFolder()
    const file = join(folder, 'backup.db')
    writeFileSync(file, 'precious')
    expect(() => backUpFile(template, file, startMs)).toThrow(/exists already/)
    expect(readFileSync(file, 'utf8')).toBe('precious')
    const missing = join(folder, 'none', 'backup.db')
    expect(() => backUpFile(template, missing, startMs)).toThrow(DatabaseRefused)
    mkdirSync(join(folder, 'empty'))
    const nothing = () => backUpFile(join(folder, 'x.db'), join(folder, 'empty', 'b.db'), startMs)
    expect(nothing).toThrow(/There is no database/)
    expect(readdirSync(join(folder, 'empty'))).toEqual([])
  })

  it('that is made while payments are taken is whole, and has all that was acknowledged before', async () => {
    const file = aDatabaseFile()
    const script = fileURLToPath(new URL('./create-until-killed.ts', import.meta.url))
    const child = spawn(process.execPath, [script, file, 'load'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    for (let round = 0; round < 4; round++) {
      await once(child.stdout, 'data')
      const acknowledged = output.split('\n').slice(0, -1)
      const copy = join(aFolder(), 'backup.db')
      const { verification } = backUpFile(file, copy, startMs)
      expect(isFaultless(verification)).toBe(true)
      const database = new DatabaseSync(copy)
      const ids = new Set(
        database
          .prepare('select id from payments')
          .all()
          .map(({ id }) => id),
      )
      database.close()
      expect(acknowledged.filter((id) => !ids.has(id))).toEqual([])
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
})
