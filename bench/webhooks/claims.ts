/** `npm run bench -- --only claims`: how long it takes to claim deliveries among many that wait, on either engine. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../src/platform/system-clock.ts'
import { systemRandom } from '../../src/platform/system-random.ts'
import type { Log } from '../../src/ports/system.ts'
import { openStorage } from '../../src/storage/open.ts'
import {
  databaseFile,
  freePort,
  type GatewayPlace,
  GatewayProcess,
} from '../../verification/gateway-process.ts'
import { PostgresServer } from '../../verification/postgres/server.ts'
import { fillWithPayments as fillFileWithPayments } from '../many-payments.ts'
import { median } from '../median.ts'
import { makeOriginals, type Originals } from '../originals.ts'
import { fillWithPayments } from '../postgres/fill.ts'
import { newDatabase } from '../postgres/new-database.ts'
import { closedUrl } from './endpoints.ts'
import { type Backlog, fillFile, fillServer } from './fill.ts'

export type ClaimTimes = Readonly<{
  title: string
  /** Of fifty deliveries. */
  claimMs: number
  /** When nothing is due. */
  idleMs: number
}>

const waiting = 74_000
const endpointCounts = [1, 50, 1_000] as const
const claims = 100
const limit = 50
const leaseMs = 60_000
const places = { usual: limit, of: {}, failing: limit }

export async function measureClaims(folder: string, tell: (times: ClaimTimes) => void): Promise<void> {
  for (const endpoints of endpointCounts) {
    const place = join(folder, `claims-${endpoints}`)
    const title = `SQLite, endpoints: ${endpoints}`
    tell({ title, ...(await timesOf(await filledFile(place, endpoints))) })
  }
  const server = await PostgresServer.start({ shared_buffers: '256MB', max_wal_size: '2GB' }, 'disk')
  try {
    for (const endpoints of endpointCounts) {
      const place = join(folder, `claims-on-postgres-${endpoints}`)
      const title = `PostgreSQL, endpoints: ${endpoints}`
      tell({ title, ...(await timesOf(await filledDatabase(server, place, endpoints))) })
    }
  } finally {
    await server.remove()
  }
}

async function filledFile(folder: string, endpoints: number): Promise<string> {
  mkdirSync(folder)
  const originals = await originalsIn({ folder })
  const file = databaseFile(folder)
  fillFileWithPayments(file, originals, waiting)
  fillFile(file, backlogOf(endpoints))
  return `sqlite:${file}`
}

async function filledDatabase(server: PostgresServer, folder: string, endpoints: number): Promise<string> {
  mkdirSync(folder)
  const url = await newDatabase(server, 'claims')
  const originals = await originalsIn({ folder, environment: { DATABASE_URL: url } })
  await fillWithPayments(url, originals, waiting)
  await fillServer(url, backlogOf(endpoints))
  return url
}

/** Nothing is sent. */
function backlogOf(endpoints: number): Backlog {
  return { endpoints, urls: [closedUrl], areFailing: false, sealed: () => 'sealed' }
}

/** Afterwards, the gateway has stopped. */
async function originalsIn(place: Omit<GatewayPlace, 'port'>): Promise<Originals> {
  const gateway = new GatewayProcess({ ...place, port: await freePort() })
  await gateway.ready()
  return makeOriginals(gateway.url).finally(() => gateway.stop())
}

async function timesOf(url: string): Promise<Omit<ClaimTimes, 'title'>> {
  const options = { log: silent, clock: systemClock, random: systemRandom, create: null }
  const storage = await openStorage(url, options)
  const claim = (atMs: number) =>
    storage.claimDeliveries({ nowMs: () => atMs, leaseMs: 60 * leaseMs, limit, places })
  try {
    const claimMs = await timeOf(async () => {
      const claimed = await claim(Date.now())
      if (claimed.length !== limit) throw new Error(`${claimed.length} deliveries were claimed`)
    })
    // Before the first of them was due.
    return { claimMs, idleMs: await timeOf(() => claim(1)) }
  } finally {
    await storage.close()
  }
}

async function timeOf(action: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < claims; i++) {
    const beganMs = performance.now()
    await action()
    times.push(performance.now() - beganMs)
  }
  return median(times)
}

const nothing = (): void => {}
const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing }
