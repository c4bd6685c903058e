/** The PostgreSQL server that npm brings, as tests use it: one for the run, and others of their own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterEach, describe, expect, it } from 'vitest'
import { createDatabase } from '../../verification/postgres/databases.ts'
import { PostgresServer } from '../../verification/postgres/server.ts'
import { serverRoots } from '../../verification/postgres/server-folder.ts'

const open: { end(): Promise<void> }[] = []
const servers: PostgresServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((sql) => sql.end()))
  await Promise.all(servers.splice(0).map((server) => server.remove()))
})

function connect(url: string): postgres.Sql {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  open.push(sql)
  return sql
}

describe('the server of the run', () => {
  it('gives each test a database of its own, copied from one that is filled once', async () => {
    let fills = 0
    const template = {
      name: 'one_table',
      fill: async (url: string) => {
        fills += 1
        const sql = postgres(url, { max: 1, onnotice: () => {} })
        await sql`create table things (name text)`
        await sql.end()
      },
    }
    const [first, second] = await Promise.all([createDatabase(template), createDatabase(template)])
    const [one, other] = [connect(first.url), connect(second.url)]
    await one`insert into things values ('mine')`
    expect(await one`select name from things`).toEqual([{ name: 'mine' }])
    expect(await other`select name from things`).toEqual([])
    expect(fills).toBe(1)
    await first.drop()
    const [row] =
      await other`select count(*)::int from pg_database where datname = ${new URL(first.url).pathname.slice(1)}`
    expect(row).toEqual({ count: 0 })
    await second.drop()
  })

  it('is as durable as a real one, and does not sort text by its bytes', async () => {
    const database = await createDatabase()
    const sql = connect(database.url)
    const settings = await sql`select name, setting from pg_settings
      where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`
    expect(settings.map(({ name, setting }) => [name, setting])).toEqual([
      ['fsync', 'on'],
      ['full_page_writes', 'on'],
      ['synchronous_commit', 'on'],
    ])
    const sorted = await sql`select t from unnest(array['B', 'a']) t order by t`
    expect(sorted.map(({ t }) => t)).toEqual(['a', 'B'])
    await database.drop()
  })
})

describe("a test's own server", () => {
  it('keeps what it has acknowledged when it is killed, and its standby takes over', async () => {
    const server = await PostgresServer.start()
    servers.push(server)
    await connect(server.url())`create table things as select 'kept' as name`
    await server.kill()
    await server.start()
    const standby = await server.standby()
    servers.push(standby)
    await connect(server.url())`insert into things values ('copied')`
    const copy = connect(standby.url())
    await expect.poll(() => copy`select name from things`).toEqual([{ name: 'kept' }, { name: 'copied' }])
    await server.stop('immediate')
    await standby.promote()
    await copy`insert into things values ('new')`
    expect(await copy`select count(*)::int from things`).toEqual([{ count: 3 }])
  })
})

describe('what a killed run leaves behind', () => {
  it('is no server: a guardian ends it and removes its files', async () => {
    const script = fileURLToPath(new URL('./start-server.ts', import.meta.url))
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [url] = await once(child.stdout.setEncoding('utf8'), 'data')
    expect(await connect(url.trim())`select 1 as one`).toEqual([{ one: 1 }])
    const owned = () => serverFolders().filter((folder) => ownerOf(folder) === child.pid)
    expect(owned()).toHaveLength(1)
    child.kill('SIGKILL')
    await expect.poll(owned).toEqual([])
    await expect(connect(url.trim())`select 1`).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('is at most a folder, which the next run removes', async () => {
    const left = serverRoots().map((root) => mkdtempSync(join(root, 'flowlix-postgres-')))
    const nobody = 2 ** 22 + 1
    for (const folder of left) writeFileSync(join(folder, 'owner'), `${hostname()}\n${nobody}\n`)
    servers.push(await PostgresServer.start())
    expect(left.filter((folder) => existsSync(folder))).toEqual([])
  })
})

function serverFolders(): readonly string[] {
  return serverRoots().flatMap((root) => globSync(join(root, 'flowlix-postgres-*')))
}

function ownerOf(folder: string): number | null {
  try {
    return Number(readFileSync(join(folder, 'owner'), 'utf8').split('\n')[1])
  } catch {
    return null
  }
}
