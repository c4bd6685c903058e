/** Starting where nothing can be written: one sentence that says why, and a start as if nothing had been once it can. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bookPlace, openBookFile } from '../../../src/acquirers/sandbox/sqlite/open-book.ts'
import { openStorage } from '../../../src/storage/open.ts'
import { mountSmallDisk, type SmallDisk } from '../../../verification/crash/small-disk.ts'
import { quietLog, surroundings } from './database-file.ts'

const mounted = mountSmallDisk(1)
if (mounted === null) console.warn('skipped: starts on a full disk need the right to mount a file system')

const openers = {
  'the gateway’s database': async (file: string) => {
    await (
      await openStorage(`sqlite:${file}`, { ...surroundings, create: 'sandbox', isChecked: true })
    ).close()
  },
  'the ledger of the sandbox acquirer': async (file: string) =>
    openBookFile(bookPlace(file, true), quietLog).close(),
}

describe.skipIf(mounted === null).each(Object.entries(openers))('%s', (name, open) => {
  const disk = mounted as SmallDisk
  const at = (folder: string, suffix = '') => join(folder, `${name.length}${suffix}.db`)
  let readOnly: string

  beforeAll(() => {
    disk.empty()
  })

  it('cannot be made on a full disk, and can be as soon as there is room', async () => {
    disk.fill(0)
    const file = at(disk.folder)
    await expect(open(file)).rejects.toThrow(new RegExp(`${file} cannot be opened: the disk is full\\.$`))
    disk.empty()
    await open(file)
    await open(file)
  })

  it('cannot be made or opened on a file system that is read-only', async () => {
    readOnly ??= disk.readOnlyView()
    await expect(open(at(readOnly))).rejects.toThrow(
      /cannot be read or written: the file system is read-only\.$/,
    )
    await expect(open(at(readOnly, 'new'))).rejects.toThrow(
      /cannot be created in .*: the file system is read-only\.$/,
    )
  })
})

afterAll(() => mounted?.remove())
