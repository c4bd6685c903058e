/**
 * Kills the gateway again and again in the middle of its work and holds it to what it has said: every acknowledged
 * request answers the same bytes again, no ending changes, nothing is taken twice, and in the end both books agree.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundleGateway } from '../../build/bundle-gateway.ts'
import { findingsIn } from '../findings.ts'
import { databaseFile, freePort, type GatewayPlace, GatewayProcess } from '../gateway-process.ts'
import { type Finding, scanFolder } from '../scan/scan-folder.ts'
import { Prng } from '../seeded-random.ts'
import type { BookCheck } from './books.ts'
import type { CrashAcquirer } from './crash-acquirer.ts'
import { chooseEnding, type Ending, endGateway, tornShare } from './endings.ts'
import {
  countFailpoints,
  type Failpoint,
  type FailpointCount,
  FailpointDeck,
  type FailpointName,
  failpointEnvironment,
} from './failpoints.ts'
import { startLoad } from './load.ts'
import { Merchant, paymentOf, type Request, WrongAnswer } from './merchant.ts'
import { openAcquirer } from './open-acquirer.ts'
import { type Loss, losePower } from './power/lose-power.ts'
import { canLosePower, compilePreload, preloadEnvironment } from './power/preload.ts'
import { until } from './until.ts'
import { waitForOutcomes } from './wait-for-outcomes.ts'

export type CampaignOptions = Readonly<{
  cycles: number
  seed: number
  /** Behind the gateway; the sandbox if not given. */
  acquirer?: CrashAcquirer['name']
  /** Every cycle ends like this; otherwise they differ. */
  ending?: Ending
  /** Where the gateway dies first; afterward, the points are drawn. */
  failpoints?: readonly FailpointName[]
  onCycle?: (cycle: number, acknowledged: number) => void
}>

export type CampaignResult = Readonly<{
  acknowledged: number
  /** What was said and is no longer true. */
  lost: readonly string[]
  books: BookCheck
  /** The shoppers' cards, where they stand in the campaign's files. */
  cardData: readonly Finding[]
  endings: Readonly<Record<Ending, number>>
  failpoints: readonly FailpointCount[]
  /** What losses of power took away: written, but not synced. Null where they cannot be imitated. */
  powerLoss: Loss | null
  cyclesPerMinute: number
  /** From the last start until nothing was in doubt anymore. */
  recoveryMs: number
  /** Its files, kept when something was wrong. */
  folder?: string
}>

const root = fileURLToPath(new URL('../../', import.meta.url))
const entry = 'verification/crash/failpoint-gateway.ts'
const shoppers = 6
/** How often shoppers are served before anything happens. */
const stepsMax = 60

export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-crash-'))
  const programFolder = mkdtempSync(join(tmpdir(), 'flowlix-failpoints-'))
  const program = await bundleGateway(root, entry, programFolder, 'gateway.js')
  const preload = canLosePower() ? compilePreload(programFolder) : null
  const acquirer = await openAcquirer(options.acquirer, options.seed)
  const campaign = new Campaign(options, folder, await freePort(), { program, preload, acquirer })
  try {
    const result = await campaign.run()
    const { lost, books, cardData } = result
    const isClean = [lost, books.doubled, books.differences, cardData].every((list) => list.length === 0)
    if (isClean) rmSync(folder, { recursive: true })
    return isClean ? result : { ...result, folder }
  } catch (error) {
    await campaign.abort()
    throw new Error(`the campaign broke off; its files are in ${folder}`, { cause: error })
  } finally {
    await acquirer.close()
    rmSync(programFolder, { recursive: true })
  }
}

/** What is built for a campaign: a gateway that dies at named points, and a library that remembers unsynced writes. */
type Tools = Readonly<{ program: string; preload: string | null; acquirer: CrashAcquirer }>

class Campaign {
  readonly #options: CampaignOptions
  readonly #folder: string
  readonly #port: number
  readonly #tools: Tools
  readonly #acquirer: CrashAcquirer
  readonly #random: Prng
  readonly #failpoints: FailpointDeck
  readonly #merchant: Merchant
  readonly #lost: string[] = []
  readonly #endings: Record<Ending, number> = {
    kill: 0,
    stop: 0,
    kill_while_stopping: 0,
    freeze: 0,
    failpoint: 0,
    power_loss: 0,
    torn_writes: 0,
  }
  #powerLoss: Loss = { writes: 0, bytes: 0 }
  #gateway: GatewayProcess | null = null

  constructor(options: CampaignOptions, folder: string, port: number, tools: Tools) {
    this.#options = options
    this.#folder = folder
    this.#port = port
    this.#tools = tools
    this.#acquirer = tools.acquirer
    this.#random = new Prng(options.seed)
    // Of its own: how often the shoppers draw depends on the machine.
    this.#failpoints = new FailpointDeck(new Prng(options.seed), tools.acquirer.behind, options.failpoints)
    this.#merchant = new Merchant(`http://127.0.0.1:${port}`)
  }

  async run(): Promise<CampaignResult> {
    const startedAtMs = performance.now()
    for (let cycle = 1; cycle <= this.#options.cycles; cycle++) {
      await this.#cycle(cycle)
      this.#options.onCycle?.(cycle, this.#merchant.acknowledged.length)
    }
    const tookMs = performance.now() - startedAtMs
    const recoveryMs = await this.#recover()
    await this.#verify(this.#merchant.requests)
    const books = await this.#acquirer.checkBooks(this.#folder)
    this.#lost.push(...findingsIn(databaseFile(this.#folder)))
    // While the gateway runs: its write-ahead log is looked through as well.
    const cardData = [...scanFolder(this.#folder, this.#acquirer.cards.marks), ...this.#acquirer.cardData()]
    await this.#gateway?.stop()
    return {
      acknowledged: this.#merchant.acknowledged.length,
      lost: this.#lost,
      books,
      cardData,
      endings: this.#endings,
      failpoints: countFailpoints(this.#folder, this.#acquirer.behind),
      powerLoss: this.#tools.preload === null ? null : this.#powerLoss,
      cyclesPerMinute: this.#options.cycles / (tookMs / 60_000),
      recoveryMs,
    }
  }

  async abort(): Promise<void> {
    await this.#gateway?.kill()
  }

  async #cycle(cycle: number): Promise<void> {
    if (this.#random.chance(0.2)) await this.#killWhileStarting()
    const ending = this.#options.ending ?? chooseEnding(this.#random, this.#tools.preload !== null)
    this.#endings[ending] += 1
    this.#acquirer.disturb(this.#random)
    const gateway = await this.#startFor(ending)
    const known = this.#merchant.requests.length
    const broken = new AbortController()
    const load = startLoad({
      gatewayUrl: gateway.url,
      merchant: this.#merchant,
      cards: this.#acquirer.cards,
      answerChallenge: this.#acquirer.answerChallenge,
      random: this.#random,
      prefix: `cycle-${cycle}`,
      ...{ shoppers, signal: broken.signal },
    })
    const enough = this.#random.between(0, stepsMax)
    await until('enough was done', () => load.isOver() || gateway.hasExited || load.steps() >= enough)
    await sleep(this.#random.between(5, 50))
    const other = this.#place(await freePort())
    this.#lost.push(...(await endGateway(ending, gateway, this.#random, other)))
    broken.abort()
    await load.end.catch((error: unknown) => this.#note(error))
    this.#losePower(ending)
    await this.#start()
    await this.#verify(this.#merchant.requests.slice(known))
    await this.#verify(Array.from({ length: 10 }, () => this.#anyRequest()).filter((one) => one !== null))
    // The rest of a book is compared in the end, when nothing moves.
    const { doubled } = await this.#acquirer.checkBooks(this.#folder)
    for (const key of doubled) this.#lost.push(`${key} was approved twice`)
    this.#lost.push(...findingsIn(databaseFile(this.#folder)))
    // Nothing stops it in good order either: the next cycle finds whatever this leaves.
    await this.#gateway?.kill()
  }

  async #start(place = this.#place()): Promise<GatewayProcess> {
    this.#gateway = new GatewayProcess(place)
    await this.#gateway.ready()
    return this.#gateway
  }

  #startFor(ending: Ending): Promise<GatewayProcess> {
    if (ending === 'failpoint') return this.#startDeadly(this.#failpoints.draw())
    if (tornShare(ending) === null) return this.#start()
    const { preload } = this.#tools
    if (preload === null) throw new Error('a loss of power needs Linux and a C compiler')
    const place = this.#place()
    const environment = { ...place.environment, ...preloadEnvironment(preload, this.#folder) }
    return this.#start({ ...place, environment })
  }

  /** The gateway's database only: the acquirer's book is on another machine, and is the judge. */
  #losePower(ending: Ending): void {
    const torn = tornShare(ending)
    if (torn === null) return
    const { writes, bytes } = losePower(this.#folder, torn, this.#random)
    this.#powerLoss = { writes: this.#powerLoss.writes + writes, bytes: this.#powerLoss.bytes + bytes }
  }

  /** It may die before it is ready: the worker goes on with what the last cycle has left. */
  async #startDeadly(failpoint: Failpoint): Promise<GatewayProcess> {
    const place = this.#place()
    const environment = { ...place.environment, ...failpointEnvironment(failpoint, this.#folder) }
    const gateway = new GatewayProcess({ ...place, program: this.#tools.program, environment })
    this.#gateway = gateway
    await gateway.ready().catch((error: unknown) => {
      if (!gateway.wasKilled) throw error
    })
    return gateway
  }

  async #killWhileStarting(): Promise<void> {
    this.#gateway = new GatewayProcess(this.#place())
    await sleep(this.#random.between(20, 350))
    await this.#gateway.kill()
  }

  /** Wherever a node listens, its customers know one address: that of the first. */
  #place(port = this.#port): GatewayPlace {
    const publicUrl = `http://127.0.0.1:${this.#port}`
    const environment = {
      API_URL: publicUrl,
      PAY_URL: publicUrl,
      WORKER_INTERVAL_MS: '50',
      SANDBOX_REFUND_MS: '200',
      // Whoever looks for card data wants to see all that could be said.
      LOG_LEVEL: 'debug',
      ...this.#acquirer.environment,
    }
    const program = this.#acquirer.name === 'sandbox' ? {} : { program: this.#tools.program }
    return { folder: this.#folder, port, environment, ...program }
  }

  #anyRequest(): Request | null {
    const { requests } = this.#merchant
    return requests.length === 0 ? null : this.#random.pick(requests)
  }

  /** Sends each request again: the same bytes if it was answered, else its first answer. Then reads its payment. */
  async #verify(requests: readonly Request[]): Promise<void> {
    const never = new AbortController().signal
    for (const request of requests) {
      try {
        const { id } = await this.#merchant.send(request, never)
        await this.#merchant.read(id, never)
      } catch (error) {
        this.#note(error)
      }
    }
  }

  #note(error: unknown): void {
    if (!(error instanceof WrongAnswer)) throw error
    this.#lost.push(error.message)
  }

  /** A kind world: customers come back from the issuer, and the worker finds everything out. */
  async #recover(): Promise<number> {
    this.#acquirer.calm()
    const gateway = await this.#start()
    const startedAtMs = performance.now()
    const sessions = this.#merchant.acknowledged.filter(({ path }) => path.endsWith('/hpp'))
    for (const session of sessions) {
      await this.#passChallenge(gateway, paymentOf(session).id).catch((error: unknown) => this.#note(error))
    }
    this.#lost.push(...(await waitForOutcomes(() => this.#acquirer.checkBooks(this.#folder))))
    return performance.now() - startedAtMs
  }

  async #passChallenge(gateway: GatewayProcess, id: string): Promise<void> {
    const never = new AbortController().signal
    const { status } = await this.#merchant.read(id, never)
    if (status === 'requires_action') await this.#acquirer.answerChallenge(gateway.url, id, 'pass', never)
  }
}
