/**
 * Several gateways on one PostgreSQL database send a large outbox to many receivers, of which some are dead, and are killed
 * meanwhile. Each event arrives, byte for byte, and none arrives twice but for those that a killed gateway was sending.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { freePort, type GatewayPlace, GatewayProcess, sandboxDatabaseFile } from '../../gateway-process.ts'
import { Prng } from '../../seeded-random.ts'
import { type ManyReceivers, openManyReceivers } from './many-receivers.ts'
import {
  bodyOf,
  countMiracles,
  countOutbox,
  type Delivered,
  encryptionKey,
  endLeases,
  fillOutbox,
  numberOf,
  readDelivered,
} from './outbox.ts'

export type NodeCampaign = Readonly<{
  /** Of an empty database. */
  databaseUrl: string
  nodes: number
  events: number
  receivers: number
  dead: number
  kills: number
  seed: number
}>

export type NodeOutcome = Readonly<{
  delivered: number
  /** Requests beyond the first for an event. */
  duplicates: number
  /** Attempts that a killed gateway had begun. */
  lostAttempts: number
  /** Until only those were left. */
  perSecond: number
  mistakes: readonly string[]
}>

/** Of a gateway, at a time. */
const placesMax = 200
const pollMs = 50

export async function sendFromNodes(campaign: NodeCampaign): Promise<NodeOutcome> {
  const { databaseUrl, nodes, events, receivers: count, dead } = campaign
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-nodes-'))
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  const receivers = await openManyReceivers(count, dead, { bodyOf, receiverOf: (id) => numberOf(id) % count })
  const processes: GatewayProcess[] = []
  try {
    // The first one makes the tables, and must not send what is only half there.
    const first = await start(await placeOf(folder, 0, databaseUrl))
    await first.stop()
    await fillOutbox(sql, receivers.urls, events)
    const places = await Promise.all(
      Array.from({ length: nodes }, (_, at) => placeOf(folder, at, databaseUrl)),
    )
    processes.push(...(await Promise.all(places.map(start))))
    const begunMs = performance.now()
    await killSome(campaign, sql, places, processes)
    await untilOnlyLeasesAreLeft(sql, dead)
    const seconds = (performance.now() - begunMs) / 1_000
    await finish(sql, dead, places, processes)
    return { ...(await judge(campaign, sql, receivers)), perSecond: receivers.counts.size / seconds }
  } finally {
    await Promise.all(processes.map((one) => one.kill()))
    await receivers.close()
    await sql.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function placeOf(folder: string, at: number, databaseUrl: string): Promise<GatewayPlace> {
  const own = join(folder, `node-${at}`)
  mkdirSync(own, { recursive: true })
  const environment = {
    DATABASE_URL: databaseUrl,
    SANDBOX_DATABASE: `sqlite:${sandboxDatabaseFile(folder)}`,
    ENCRYPTION_KEY: encryptionKey.toString('base64'),
  }
  return { folder: own, port: await freePort(), environment }
}

async function start(place: GatewayPlace): Promise<GatewayProcess> {
  const gateway = new GatewayProcess(place)
  await gateway.ready(60_000)
  return gateway
}

/** While enough is left that a killed gateway was sending something. */
async function killSome(
  { kills, seed, dead, events }: NodeCampaign,
  sql: Sql,
  places: readonly GatewayPlace[],
  processes: GatewayProcess[],
): Promise<void> {
  const random = new Prng(seed)
  for (let kill = 0; kill < kills; kill++) {
    const enough = (events * (kills - kill)) / (kills + 1)
    while ((await countOutbox(sql, dead)).waiting > enough) await sleep(pollMs)
    const at = random.between(0, places.length - 1)
    await processes[at]?.kill()
    const place = places[at]
    if (place !== undefined) processes[at] = await start(place)
  }
}

async function untilOnlyLeasesAreLeft(sql: Sql, dead: number): Promise<void> {
  for (;;) {
    const { waiting, leased } = await countOutbox(sql, dead)
    if (waiting === leased) return
    await sleep(pollMs)
  }
}

/** Those that are alive end what they have begun, and then somebody sends what the dead ones have left. */
async function finish(
  sql: Sql,
  dead: number,
  places: readonly GatewayPlace[],
  processes: GatewayProcess[],
): Promise<void> {
  await Promise.all(processes.map((one) => one.stop()))
  const left = await endLeases(sql, dead)
  const [place] = places
  if (left === 0 || place === undefined) return
  processes[0] = await start(place)
  while ((await countOutbox(sql, dead)).waiting > 0) await sleep(pollMs)
  await processes[0].stop()
}

async function judge(
  { kills, dead }: NodeCampaign,
  sql: Sql,
  { counts, mistakes: received }: ManyReceivers,
): Promise<Omit<NodeOutcome, 'perSecond'>> {
  const delivered = await readDelivered(sql, dead)
  const lostAttempts = delivered.reduce((sum, { attempts, recorded }) => sum + attempts - recorded, 0)
  const miracles = await countMiracles(sql, dead)
  const mistakes = [...received, ...delivered.flatMap((one) => mistakesIn(one, counts.get(one.eventId) ?? 0))]
  if (miracles > 0) mistakes.push(`${miracles} deliveries to dead receivers have succeeded`)
  if (lostAttempts > kills * placesMax) mistakes.push(`${lostAttempts} attempts have no end`)
  const duplicates = delivered.reduce((sum, { eventId }) => sum + (counts.get(eventId) ?? 0) - 1, 0)
  return { delivered: counts.size, duplicates, lostAttempts, mistakes }
}

/** What has arrived twice was sent by a gateway that did not live to save the end of its attempt. */
function mistakesIn({ eventId, state, attempts, recorded }: Delivered, arrived: number): readonly string[] {
  const most = 1 + attempts - recorded
  return [
    ...(state === 'succeeded' ? [] : [`${eventId} is ${state}`]),
    ...(arrived === 0 ? [`${eventId} has never arrived`] : []),
    ...(arrived > most ? [`${eventId} has arrived ${arrived} times in ${attempts} attempts`] : []),
  ]
}
