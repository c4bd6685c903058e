/** What a failing SQLite means for writers: nothing is half done, the error says so, and service comes back by itself. */
import { rmSync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { prepareFile } from '../../../src/platform/database-file.ts'
import { CommitUnknown, StorageUnavailable } from '../../../src/ports/storage.ts'
import { Connection } from '../../../src/storage/sqlite/connection.ts'
import { asCommitFailure, asPromised } from '../../../src/storage/sqlite/failures.ts'
import { openFile } from '../../../src/storage/sqlite/open-file.ts'
import { aDatabaseFile, quietLog } from './database-file.ts'

type Notes = Readonly<{ add: StatementSync; count: StatementSync; database: DatabaseSync }>

/** A connection with one table; `settings` are read whenever the file is opened. */
function notes(settings: () => string = () => '', file = aDatabaseFile()): Connection<Notes> {
  const place = { file, setting: 'DATABASE_URL', mayCreate: true }
  prepareFile(place)
  const prepare = (database: DatabaseSync): Notes => {
    database.exec(
      `create table if not exists notes (text text not null check (text <> 'bad')) strict; ${settings()}`,
    )
    return {
      add: database.prepare('insert into notes values (?)'),
      count: database.prepare('select count(*) as n from notes'),
      database,
    }
  }
  return new Connection({ file, open: () => openFile(place, 20), prepare, log: quietLog })
}

const add = (connection: Connection<Notes>, text: string) =>
  connection.write(({ add }) => add.run(text).changes)
const count = (connection: Connection<Notes>) => connection.read(({ count }) => count.get()?.n)

describe('writes of one turn', () => {
  it('share a transaction', async () => {
    const connection = notes()
    const seen: unknown[] = []
    const look = () =>
      connection.write(({ count, database }) => seen.push([count.get()?.n, database.isTransaction]))
    await Promise.all([add(connection, 'a'), look(), add(connection, 'b'), look()])
    expect(seen).toEqual([
      [1, true],
      [2, true],
    ])
  })

  it('are acknowledged only after the commit', async () => {
    const file = aDatabaseFile()
    const connection = notes(undefined, file)
    const other = notes(undefined, file)
    await Promise.all(
      ['a', 'b', 'c'].map((text) => add(connection, text).then(() => expect(count(other)).toBe(3))),
    )
  })

  it('do not wait for others without a limit, however many there are', async () => {
    const connection = notes()
    await Promise.all(Array.from({ length: 2_000 }, (_, index) => add(connection, `${index}`)))
    expect(count(connection)).toBe(2_000)
  })

  it('fail alone by a fault, with everything they did', async () => {
    const connection = notes()
    const bad = connection.write(({ add }) => {
      add.run('half')
      add.run('bad')
    })
    const results = await Promise.allSettled([add(connection, 'a'), bad, add(connection, 'b')])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    await expect(bad).rejects.not.toBeInstanceOf(StorageUnavailable)
    expect(count(connection)).toBe(2)
  })

  it('all fail when the commit fails', async () => {
    const connection = notes(
      () => `create table if not exists parents (id text primary key) strict;
        create table if not exists children (
          parent text references parents (id) deferrable initially deferred
        ) strict`,
    )
    const orphan = connection.write(({ database }) => database.exec("insert into children values ('nobody')"))
    const results = await Promise.allSettled([add(connection, 'a'), orphan])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(count(connection)).toBe(0)
    await add(connection, 'after')
    expect(count(connection)).toBe(1)
  })

  it('are still done when the storage is closed, and refused after that', async () => {
    const file = aDatabaseFile()
    const connection = notes(undefined, file)
    const last = add(connection, 'last')
    connection.close()
    expect(await last).toBe(1)
    await expect(add(connection, 'late')).rejects.toBeInstanceOf(StorageUnavailable)
    expect(() => count(connection)).toThrow(StorageUnavailable)
    expect(count(notes(undefined, file))).toBe(1)
  })
})

describe('a storage that fails', () => {
  it('with a full disk rejects all writes of the turn, and goes on when there is room', async () => {
    const connection = notes(() => 'pragma max_page_count = 12')
    const long = 'x'.repeat(4_000)
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => add(connection, long)))
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) })
    }
    expect(count(connection)).toBe(0)
    connection.read(({ database }) => database.exec('pragma max_page_count = 1000'))
    await Promise.all(Array.from({ length: 20 }, () => add(connection, long)))
    expect(count(connection)).toBe(20)
  })

  it('by being read-only still reads, and writes again when it may', async () => {
    let isReadOnly = true
    const connection = notes(() => `pragma query_only = ${isReadOnly}`)
    await expect(add(connection, 'a')).rejects.toBeInstanceOf(StorageUnavailable)
    expect(count(connection)).toBe(0)
    await expect(add(connection, 'a')).rejects.toBeInstanceOf(StorageUnavailable)
    isReadOnly = false
    expect(await add(connection, 'a')).toBe(1)
    expect(count(connection)).toBe(1)
  })

  it('by its file having vanished does not go on with an empty one', async () => {
    const file = aDatabaseFile()
    const connection = notes(undefined, file)
    await add(connection, 'a')
    connection.read(({ database }) => database.exec('pragma query_only = true'))
    await expect(add(connection, 'b')).rejects.toBeInstanceOf(StorageUnavailable)
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
    expect(() => count(connection)).toThrow(StorageUnavailable)
    await expect(add(connection, 'c')).rejects.toBeInstanceOf(StorageUnavailable)
  })
})

describe('an error of SQLite', () => {
  const failing = (errcode: number) => Object.assign(new Error('of SQLite'), { errcode })
  /** Failed to sync the write-ahead log. */
  const syncFailed = failing(1_034)

  it('means that nothing was written, unless the disk failed in the commit itself', () => {
    expect(asPromised(syncFailed)).toBeInstanceOf(StorageUnavailable)
    expect(asCommitFailure(syncFailed)).toBeInstanceOf(CommitUnknown)
    expect(asCommitFailure(failing(13))).toBeInstanceOf(StorageUnavailable)
  })

  it('that is a fault stays what it is', () => {
    const broken = failing(275)
    expect(asPromised(broken)).toBe(broken)
    expect(asCommitFailure(broken)).toBe(broken)
  })
})
