/** Databases for tests, on the server of the run: each test has its own. */
import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { offeredServer } from './offer.ts'

/** What new databases are copied from, so that a schema is made once per run. */
export type Template = Readonly<{
  /** Letters, digits, and underscores. */
  name: string
  fill(url: string): Promise<void>
}>

const key = 4_242

export type TestDatabase = Readonly<{ url: string; drop(): Promise<void> }>

/** Empty, or a copy of the template. */
export async function createDatabase(template?: Template): Promise<TestDatabase> {
  const { url: server, prefix } = await offeredServer()
  const url = newUrl(server, prefix)
  await recreateDatabase(url, template)
  return { url, drop: () => dropDatabase(url) }
}

/** As {@link createDatabase}, under a name that was dropped. */
export async function recreateDatabase(url: string, template?: Template): Promise<void> {
  const { url: server, prefix } = await offeredServer()
  const source = template === undefined ? 'template0' : await provide(server, prefix, template)
  await copy(server, source, url)
}

/** While nobody is connected to it. Resolves with the copy's URL. */
export async function copyDatabase(source: string, given?: string): Promise<string> {
  const { url, prefix } = await offeredServer()
  return copy(url, nameOf(source), given ?? newUrl(url, prefix))
}

export async function dropDatabase(database: string): Promise<void> {
  const { url } = await offeredServer()
  await administer(url, `drop database if exists ${nameOf(database)} with (force)`)
}

async function copy(server: string, source: string, target: string): Promise<string> {
  await administer(server, `create database ${nameOf(target)} template ${source}`)
  return target
}

const newUrl = (server: string, prefix: string): string =>
  urlOf(server, `${prefix}${randomBytes(6).toString('hex')}`)

const nameOf = (url: string): string => new URL(url).pathname.slice(1)

const provided = new Map<string, Promise<string>>()

function provide(url: string, prefix: string, template: Template): Promise<string> {
  const name = `${prefix}template_${template.name}`
  const filling = provided.get(name) ?? fillOnce(url, name, template)
  provided.set(name, filling)
  return filling
}

/** Whichever process of the run comes first fills it; the others wait. */
async function fillOnce(url: string, name: string, template: Template): Promise<string> {
  await connected(url, async (sql) => {
    await sql`select pg_advisory_lock(${key})`
    try {
      const [existing] = await sql`select from pg_database where datname = ${name}`
      if (existing !== undefined) return
      await sql.unsafe(`drop database if exists ${name}_new with (force)`)
      await sql.unsafe(`create database ${name}_new template template0`)
      await template.fill(urlOf(url, `${name}_new`))
      await sql.unsafe(`alter database ${name}_new rename to ${name}`)
    } finally {
      await sql`select pg_advisory_unlock(${key})`
    }
  })
  return name
}

export async function dropAll(url: string, prefix: string): Promise<void> {
  await connected(url, async (sql) => {
    const names = await sql`select datname from pg_database where starts_with(datname, ${prefix})`
    for (const { datname } of names) await sql.unsafe(`drop database if exists ${datname} with (force)`)
  })
}

function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

const administrators = new Map<string, postgres.Sql>()

/** One connection per server, for as long as it is used: opening one takes longer than what is done with it. */
async function administer(url: string, statement: string): Promise<void> {
  const sql = administrators.get(url) ?? postgres(url, { max: 1, idle_timeout: 1, onnotice: () => {} })
  administrators.set(url, sql)
  await sql.unsafe(statement)
}

async function connected(url: string, action: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await action(sql)
  } finally {
    await sql.end()
  }
}
