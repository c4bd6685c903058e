/**
 * Two gateways on one database deliver events, and are killed: at any moment, and at named points. In the end, every event
 * that was committed has reached its receiver, byte for byte, and nothing else has.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundleGateway } from '../../../build/bundle-gateway.ts'
import { sandboxSchedule } from '../../../src/core/webhook/retry-schedule.ts'
import { databaseFile, freePort, type GatewayPlace, GatewayProcess } from '../../gateway-process.ts'
import { Prng } from '../../seeded-random.ts'
import { type Books, eventsIn, excessIn, makeDue, openBooks, waitingIn } from './books.ts'
import { EventReceiver } from './event-receiver.ts'
import {
  countDeaths,
  drawPoint,
  type Point,
  pointFile,
  pointFileVariable,
  pointText,
  pointVariable,
} from './points.ts'
import { Shop } from './shop.ts'

/** `databaseUrl`: of an empty PostgreSQL database; null for SQLite. */
export type WebhookCampaign = Readonly<{ kills: number; seed: number; databaseUrl: string | null }>

export type WebhookOutcome = Readonly<{
  events: number
  requests: number
  /** How many gateways died at each point; the others were killed at any moment. */
  deaths: Readonly<Record<Point, number>>
  /** Sentences about what is wrong. */
  mistakes: readonly string[]
}>

const root = fileURLToPath(new URL('../../../', import.meta.url))
const entry = 'verification/crash/webhooks/point-gateway.ts'
const readyMs = 60_000
/** For what is left in the end. */
const patienceMs = 60_000
/** How many of the gateways will die at a named point, if nobody kills them before. */
const deadlyShare = 0.6

export async function crashWebhooks(campaign: WebhookCampaign): Promise<WebhookOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-webhooks-'))
  const receiver = await EventReceiver.open()
  const program = await bundleGateway(root, entry, folder, 'gateway.js')
  const databaseUrl = campaign.databaseUrl ?? `sqlite:${databaseFile(folder)}`
  const senders = new Senders(campaign, { folder, program, databaseUrl })
  try {
    const urls = await senders.start()
    const shop = new Shop(urls)
    receiver.secret = await shop.addEndpoint(receiver.url)
    const shopping = shop.open()
    for (let kill = 0; kill < campaign.kills; kill++) await senders.kill()
    shop.close()
    await shopping
    await senders.disarm()
    const { events, mistakes } = await settled(databaseUrl, shop, receiver, senders.kills)
    return { events, requests: receiver.requests, deaths: countDeaths(folder), mistakes }
  } finally {
    await senders.end()
    await receiver.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Shared = Readonly<{ folder: string; program: string; databaseUrl: string }>

class Senders {
  kills = 0
  readonly #random: Prng
  readonly #shared: Shared
  readonly #ports: number[] = []
  #processes: GatewayProcess[] = []

  constructor({ seed }: WebhookCampaign, shared: Shared) {
    this.#random = new Prng(seed)
    this.#shared = shared
  }

  async start(): Promise<readonly string[]> {
    for (let i = 0; i < 2; i++) {
      const port = await freePort()
      this.#ports.push(port)
      // The first one makes the tables.
      this.#processes.push(await this.#started(port, false))
    }
    return this.#processes.map(({ url }) => url)
  }

  /** One of them, after a while, or one that has died by then. */
  async kill(): Promise<void> {
    const pause = sleep(this.#random.between(20, 300))
    await Promise.race([pause, ...this.#processes.map((one) => one.exited())])
    const dead = this.#processes.findIndex(({ hasExited }) => hasExited)
    const at = dead < 0 ? this.#random.between(0, 1) : dead
    const isDeadly = this.#random.chance(deadlyShare)
    await this.#replace(at, isDeadly)
  }

  /** Nobody dies by itself from now on. */
  async disarm(): Promise<void> {
    await this.#replace(0, false)
    await this.#replace(1, false)
  }

  async end(): Promise<void> {
    await Promise.all(this.#processes.map((one) => one.kill()))
  }

  async #replace(at: number, isDeadly: boolean): Promise<void> {
    const [process, port] = [this.#processes[at], this.#ports[at]]
    if (process === undefined || port === undefined) return
    if (process.hasExited && !process.wasKilled)
      throw new Error(`a gateway ended by itself:\n${process.output()}`)
    await process.kill()
    this.kills += 1
    this.#processes[at] = await this.#started(port, isDeadly)
  }

  /** It may die before it is ready, because it goes on with what others have left. */
  async #started(port: number, isDeadly: boolean): Promise<GatewayProcess> {
    const { folder, program, databaseUrl } = this.#shared
    const deadly = {
      [pointVariable]: pointText(drawPoint(this.#random)),
      [pointFileVariable]: pointFile(folder),
    }
    const environment = {
      DATABASE_URL: databaseUrl,
      WORKER_INTERVAL_MS: '50',
      SANDBOX_REFUND_MS: '200',
      ...(isDeadly && deadly),
    }
    const place: GatewayPlace = { folder, port, program, environment }
    const process = new GatewayProcess(place)
    await process.ready(readyMs).catch((error: unknown) => {
      if (!process.wasKilled) throw error
    })
    return process
  }
}

async function settled(
  databaseUrl: string,
  shop: Shop,
  receiver: EventReceiver,
  kills: number,
): Promise<Pick<WebhookOutcome, 'mistakes'> & Readonly<{ events: number }>> {
  const books = openBooks(databaseUrl)
  try {
    const committed = await allDelivered(books, shop)
    const mistakes = [...receiver.mistakes(committed)]
    const attemptsMax = sandboxSchedule.pausesMs.length + 1
    mistakes.push(...(await excessIn(books, { attemptsMax, kills }, (id) => receiver.requestsOf(id))))
    const left = await waitingIn(books)
    return {
      events: committed.size,
      mistakes: left > 0 ? [...mistakes, `${left} deliveries wait`] : mistakes,
    }
  } finally {
    await books.close()
  }
}

/** The events, when nothing waits to be sent and no other has been added since they were read. */
async function allDelivered(books: Books, shop: Shop): Promise<ReadonlyMap<string, string>> {
  await books.rows(makeDue)
  const endsAtMs = performance.now() + patienceMs
  for (;;) {
    const isLate = performance.now() > endsAtMs
    if ((await waitingIn(books)) === 0 || isLate) {
      const committed = await shop.events()
      const isAll = (await waitingIn(books)) === 0 && (await eventsIn(books)) === committed.size
      if (isAll || isLate) return committed
    }
    await sleep(50)
  }
}
