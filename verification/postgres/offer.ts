/**
 * One PostgreSQL server for a whole run of tests, whatever its number of processes: it starts when the first of them asks.
 * `TEST_DATABASE_URL` names another server, on which nothing is left behind.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { dropAll } from './databases.ts'
import { PostgresServer } from './server.ts'

/** Where the processes of a run ask for its server. */
const variable = 'FLOWLIX_TEST_SERVER'

/** The URL of its administrator's database, and how the run's own databases begin. */
export type Place = Readonly<{ url: string; prefix: string }>

/** Returns how to end the offer, and the server with it. */
export async function offerServer(): Promise<() => Promise<void>> {
  // Each project of a run has a set-up of its own.
  if (process.env[variable] !== undefined) return async () => {}
  const prefix = `flowlix_test_${randomBytes(4).toString('hex')}_`
  let started: Promise<PostgresServer> | null = null
  const urlOfServer = async (): Promise<string> => {
    if (process.env.TEST_DATABASE_URL !== undefined) return process.env.TEST_DATABASE_URL
    started ??= PostgresServer.start()
    return (await started).url()
  }
  const path = `/${randomBytes(16).toString('hex')}`
  const offer = createServer((request, response) => {
    if (request.url !== path) return void response.writeHead(404).end()
    urlOfServer().then(
      (url) => response.end(JSON.stringify({ url, prefix })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  offer.listen(0, '127.0.0.1')
  await once(offer, 'listening')
  const address = offer.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  process.env[variable] = `http://127.0.0.1:${address.port}${path}`
  return async () => {
    delete process.env[variable]
    offer.close()
    if (started !== null) await started.then((server) => server.remove()).catch(() => {})
    else if (process.env.TEST_DATABASE_URL !== undefined) await dropAll(process.env.TEST_DATABASE_URL, prefix)
  }
}

let known: Promise<Place> | null = null

/** The server of this run. */
export function offeredServer(): Promise<Place> {
  known ??= ask()
  return known
}

async function ask(): Promise<Place> {
  const url = process.env[variable]
  if (url === undefined) throw new Error('this run offers no PostgreSQL server')
  const response = await fetch(url)
  if (!response.ok) throw new Error(`PostgreSQL did not start: ${await response.text()}`)
  return (await response.json()) as Place
}
