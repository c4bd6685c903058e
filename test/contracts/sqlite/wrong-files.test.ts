/** Files that a setting names by mistake: one sentence each, the file is left as it was, and nothing is made. */
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { bookPlace, openBookFile } from '../../../src/acquirers/sandbox/sqlite/open-book.ts'
import { isSameFile } from '../../../src/platform/database-place.ts'
import { DatabaseRefused } from '../../../src/platform/database-refused.ts'
import { openStorage } from '../../../src/storage/open.ts'
import { openPlace } from '../../support/command-line.ts'
import { aDatabaseFile, aFolder, openQuietly, quietLog, surroundings } from './database-file.ts'

const openers = {
  DATABASE_URL: async (file: string) => {
    await (await openStorage(`sqlite:${file}`, { ...surroundings, create: 'production' })).close()
  },
  SANDBOX_DATABASE: async (file: string) => openBookFile(bookPlace(file, true), quietLog).close(),
}
type Setting = keyof typeof openers
const settings = Object.keys(openers) as Setting[]

/** Every file below a folder with its mode and content. */
function contentOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const mode = statSync(path).mode.toString(8)
      return [path, `${mode} ${entry.isFile() ? readFileSync(path, 'latin1') : ''}`]
    }),
  )
}

async function expectRefused(setting: Setting, folder: string, file: string, reason: RegExp): Promise<void> {
  const before = contentOf(folder)
  const refusal: unknown = await openers[setting](file).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(DatabaseRefused)
  const { message } = refusal as DatabaseRefused
  expect(message).toMatch(reason)
  expect(message).toContain(file)
  expect(message).toMatch(/^[A-Z].*\.$/)
  expect(contentOf(folder)).toEqual(before)
}

/** Another program's database, in the ordinary journal mode or with a write-ahead log. */
function makeForeign(file: string, mode: 'delete' | 'wal'): void {
  const database = new DatabaseSync(file)
  database.exec(
    `pragma journal_mode = ${mode}; create table payments (id text); create table schema_migrations (v)`,
  )
  database.close()
}

describe.each(settings)('%s', (setting) => {
  it('that names a folder is refused', async () => {
    const folder = aFolder()
    mkdirSync(join(folder, 'data'))
    await expectRefused(
      setting,
      folder,
      join(folder, 'data'),
      /data is a folder: .*such as .*data\/flowlix\.db/,
    )
  })

  it('that looks like the name of a folder does not become a file', async () => {
    const folder = aFolder()
    await expectRefused(setting, folder, join(folder, 'data'), /file with an extension/)
    await expectRefused(setting, folder, `${join(folder, 'data.d')}/`, /file with an extension/)
  })

  it('in a folder that is a file is refused', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'file'), 'x')
    await expectRefused(setting, folder, join(folder, 'file', 'deep', 'x.db'), /because .*file is a file/)
  })

  it('that names a file of something else is refused', async () => {
    const folder = aFolder()
    const file = join(folder, 'notes.db')
    writeFileSync(file, 'Dear diary, '.repeat(500))
    await expectRefused(setting, folder, file, /is not a SQLite database/)
  })

  it.each(['delete', 'wal'] as const)(
    'that names another application’s database is refused: %s',
    async (mode) => {
      const folder = aFolder()
      const file = join(folder, 'shop.db')
      makeForeign(file, mode)
      await expectRefused(setting, folder, file, /belongs to another application/)
    },
  )

  it('that names the other one’s file is refused', async () => {
    const folder = aFolder()
    const file = join(folder, 'x.db')
    const [other] = settings.filter((one) => one !== setting)
    await openers[other ?? setting](file)
    await expectRefused(setting, folder, file, /is the (sandbox acquirer's|gateway's) database/)
  })

  it('may name an empty file', async () => {
    const file = aDatabaseFile()
    writeFileSync(file, '')
    await openers[setting](file)
    await openers[setting](file)
  })

  it('makes missing folders and a private file in them, and makes an open file private', async () => {
    const folder = aFolder()
    const file = join(folder, 'deep', 'er', 'x.db')
    await openers[setting](file)
    expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    chmodSync(file, 0o666)
    await openers[setting](file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })
})

describe('a file that was open to other users', () => {
  it('is reported in the log', async () => {
    const file = aDatabaseFile()
    await (await openQuietly(file)).close()
    chmodSync(file, 0o644)
    const warnings: unknown[] = []
    const log = { ...quietLog, warn: (...warning: unknown[]) => warnings.push(warning) }
    await (await openStorage(`sqlite:${file}`, { ...surroundings, log, create: null })).close()
    expect(warnings).toEqual([
      [{ setting: 'DATABASE_URL', file }, expect.stringMatching(/its mode is now 600/)],
    ])
  })
})

describe('two settings', () => {
  it('name the same file under any two names of it', () => {
    const folder = aFolder()
    const [file, hard, soft, link] = ['a.db', 'hard.db', 'soft.db', 'link'].map((name) =>
      join(folder, name),
    ) as [string, string, string, string]
    symlinkSync(folder, link)
    expect(isSameFile(file, join(folder, 'x', '..', 'a.db'))).toBe(true)
    expect(isSameFile(file, join(link, 'a.db'))).toBe(true)
    expect(isSameFile(file, hard)).toBe(false)
    writeFileSync(file, '')
    linkSync(file, hard)
    symlinkSync(file, soft)
    expect(isSameFile(file, hard)).toBe(true)
    expect(isSameFile(file, soft)).toBe(true)
    expect(isSameFile(':memory:', ':memory:')).toBe(false)
  })
})

describe('a start', () => {
  it('reports a wrong file in one line, and leaves nothing behind', async () => {
    const place = openPlace()
    mkdirSync(join(place.folder, 'bank'))
    const { code, stdout, stderr } = await place.run(['dev'], { SANDBOX_DATABASE: 'sqlite:./bank' })
    expect([code === 0, stdout]).toEqual([false, ''])
    expect(stderr).toMatch(/^flowlix: The database \.\/bank is a folder: [^\n]*\n$/)
    expect(readdirSync(place.folder)).toEqual(['bank'])
    await place.close()
  })

  it.runIf(process.platform === 'linux')('ends where the system lets nobody create a folder', async () => {
    const place = openPlace()
    const { code, stderr } = await place.run(['init'], { DATABASE_URL: 'sqlite:/proc/flowlix/flowlix.db' })
    expect([code, stderr]).toEqual([
      2,
      'flowlix: The folder /proc/flowlix cannot be created: no such file or folder.\n',
    ])
    await place.close()
  })
})
