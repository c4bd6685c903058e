/** The roles and rights that docs/postgresql.md describes, on the server of this run, under names of their own. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { onTestFinished } from 'vitest'
import { offeredServer } from '../../../verification/postgres/offer.ts'
import { connect } from './database.ts'

const text = readFileSync(new URL('../../../docs/postgresql.md', import.meta.url), 'utf8')

/** The SQL below a comment, for other names than the documented ones. */
function documented(comment: string, name: string): string {
  const block = new RegExp(`\`\`\`sql\\n-- ${comment}\\n(.*?)\`\`\``, 's').exec(text)?.[1]
  if (block === undefined) throw new Error(`docs/postgresql.md has no SQL about ${comment}`)
  return block.replaceAll(/\bflowlix(?=\b|_owner)/g, name)
}

export type Documented = Readonly<{ ownerUrl: string; url: string; grant(): Promise<void> }>

/** A new database with its two users. The rights are granted once there are tables. */
export async function documentedDatabase(): Promise<Documented> {
  const server = await offeredServer()
  const name = `${server.prefix}${randomBytes(4).toString('hex')}`
  const admin = connect(server.url)
  for (const statement of documented('roles', name).split(';\n')) await admin.unsafe(statement)
  onTestFinished(async () => {
    const after = postgres(server.url, { max: 1, onnotice: () => {} })
    await after.unsafe(`drop database if exists ${name} with (force)`)
    await after.unsafe(`drop role ${name}`)
    await after.unsafe(`drop role ${name}_owner`)
    await after.end()
  })
  const urlOf = (user: string, password: string): string => {
    const url = new URL(server.url)
    return Object.assign(url, { username: user, password, pathname: `/${name}` }).href
  }
  const ownerUrl = urlOf(`${name}_owner`, 'choose-one')
  const grant = async (): Promise<void> => {
    const owner = connect(ownerUrl)
    await owner.unsafe(documented('rights', name)).simple()
    await owner.end()
  }
  return { ownerUrl, url: urlOf(name, 'choose-another'), grant }
}
