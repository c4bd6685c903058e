/**
 * Kills nodes and the PostgreSQL server under them again and again in the middle of their work, and holds them to what they
 * have said: every acknowledged request answers the same bytes again at any node, no ending changes, nothing is taken
 * twice, and in the end both books agree.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundleGateway } from '../../../build/bundle-gateway.ts'
import { verifyDatabase } from '../../../src/storage/verify.ts'
import type { GatewayProcess } from '../../gateway-process.ts'
import { findInRows } from '../../scan/scan-database.ts'
import { type Finding, scanFolder } from '../../scan/scan-folder.ts'
import { Prng } from '../../seeded-random.ts'
import type { BookCheck } from '../books.ts'
import { Cards } from '../cards.ts'
import { Customer } from '../customer.ts'
import { countFailpoints, type FailpointCount, FailpointDeck } from '../failpoints.ts'
import { runLoad } from '../load.ts'
import {
  InProgress,
  Merchant,
  paymentOf,
  type Request,
  TooLate,
  Unavailable,
  WrongAnswer,
} from '../merchant.ts'
import { waitForOutcomes } from '../wait-for-outcomes.ts'
import type { Answered } from './balancer.ts'
import { Cluster } from './cluster.ts'
import { type ClusterFault, faultsFor, happen } from './faults.ts'
import { type RefusalReport, Refusals } from './refusals.ts'

export type ClusterCampaignOptions = Readonly<{
  seed: number
  nodes: number
  nodeKills: number
  postmasterKills: number
  onCycle?: (cycle: number, of: number, acknowledged: number) => void
}>

export type ClusterResult = Readonly<{
  acknowledged: number
  /** What was said and is no longer true. */
  lost: readonly string[]
  books: BookCheck
  /** The shoppers' cards, where they stand in the server's files, the nodes' output, or the tables. */
  cardData: readonly Finding[]
  nodeKills: number
  postmasterKills: number
  freezes: number
  failpoints: readonly FailpointCount[]
  refusals: RefusalReport
  /** From the moment when PostgreSQL took connections again until each node took a payment again, in order. */
  resumedMs: readonly number[]
  tookMs: number
  /** The nodes' output, kept when something was wrong. */
  folder?: string
}>

const root = fileURLToPath(new URL('../../../', import.meta.url))
const shoppers = 6
/** Before anything happens: long enough for most shoppers to be in the middle of paying. */
const loadMs = [50, 1_500] as const
/** While the server is away, each request makes one more to be checked. */
const goneMs = 250
const deadlyShare = 0.4
const triesMax = 100
const pauseMs = 100

export async function runClusterCampaign(options: ClusterCampaignOptions): Promise<ClusterResult> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-cluster-'))
  const programFolder = mkdtempSync(join(tmpdir(), 'flowlix-failpoints-'))
  const refusals = new Refusals()
  const entry = 'verification/crash/failpoint-gateway.ts'
  const program = await bundleGateway(root, entry, programFolder, 'gateway.js')
  const answered = (one: Answered): void => refusals.note(one)
  const cluster = await Cluster.start({ folder, nodes: options.nodes, program, answered })
  try {
    const result = await new Campaign(options, folder, cluster, refusals).run()
    const { lost, books, cardData } = result
    const isClean = [lost, books.doubled, books.differences, cardData].every((list) => list.length === 0)
    if (isClean) rmSync(folder, { recursive: true })
    return isClean ? result : { ...result, folder }
  } catch (error) {
    throw new Error(`the campaign broke off; its files are in ${folder}`, { cause: error })
  } finally {
    await cluster.end()
    rmSync(programFolder, { recursive: true })
  }
}

class Campaign {
  readonly #options: ClusterCampaignOptions
  readonly #folder: string
  readonly #cluster: Cluster
  readonly #refusals: Refusals
  readonly #random: Prng
  readonly #failpoints: FailpointDeck
  readonly #merchant: Merchant
  readonly #cards = new Cards()
  readonly #lost: string[] = []
  readonly #resumedMs: number[] = []
  readonly #done = { postmasterKills: 0, freezes: 0 }

  constructor(options: ClusterCampaignOptions, folder: string, cluster: Cluster, refusals: Refusals) {
    this.#options = options
    this.#folder = folder
    this.#cluster = cluster
    this.#refusals = refusals
    this.#random = new Prng(options.seed)
    // Of its own: how often the shoppers draw depends on the machine.
    this.#failpoints = new FailpointDeck(new Prng(options.seed))
    this.#merchant = new Merchant(cluster.balancer.url)
  }

  async run(): Promise<ClusterResult> {
    const startedAtMs = performance.now()
    const faults = faultsFor(this.#random, this.#options)
    for (const [i, fault] of faults.entries()) {
      await this.#cycle(`cycle-${i}`, fault)
      this.#options.onCycle?.(i + 1, faults.length, this.#merchant.acknowledged.length)
    }
    await this.#recover()
    await this.#verify(this.#merchant.requests)
    const books = await this.#cluster.checkBooks()
    const { damage, differences } = await verifyDatabase(this.#cluster.databaseUrl)
    this.#lost.push(
      ...damage,
      ...differences.map(({ paymentId, difference }) => `${paymentId}: ${difference}`),
    )
    this.#lost.push(...this.#refusals.wrong)
    const cardData = await this.#findCardData()
    return {
      acknowledged: this.#merchant.acknowledged.length,
      lost: this.#lost,
      books,
      cardData,
      nodeKills: this.#cluster.kills,
      ...this.#done,
      failpoints: countFailpoints(this.#folder),
      refusals: this.#refusals.report,
      resumedMs: this.#resumedMs.toSorted((one, other) => one - other),
      tookMs: performance.now() - startedAtMs,
    }
  }

  async #cycle(name: string, fault: ClusterFault): Promise<void> {
    const cluster = this.#cluster
    const known = this.#merchant.requests.length
    const broken = new AbortController()
    const isAway = fault.kills.includes('postmaster')
    const load = runLoad({
      gatewayUrl: cluster.balancer.url,
      merchant: this.#merchant,
      cards: this.#cards,
      random: this.#random,
      prefix: name,
      shoppers,
      signal: broken.signal,
      goneMs,
      // A node that was frozen gives up what it was at when it wakes.
      mayRefuse: (error) =>
        error instanceof TooLate || ((isAway || fault.freezes) && error instanceof Unavailable),
    })
    // A wrong answer ends the load early; it is noted below.
    await Promise.race([load.catch(() => {}), sleep(this.#random.between(...loadMs))])
    this.#refusals.isTimed = !fault.freezes
    await happen(fault, cluster, this.#random)
    if (isAway)
      this.#resumedMs.push(...(await Promise.all(cluster.live.map((node) => this.#resumed(node, name)))))
    broken.abort()
    await load.catch((error: unknown) => this.#note(error))
    await cluster.replaceDead(() => (this.#random.chance(deadlyShare) ? this.#failpoints.draw() : null))
    if (isAway) this.#done.postmasterKills += 1
    if (fault.freezes) this.#done.freezes += 1
    await this.#verify(this.#merchant.requests.slice(known))
    await this.#verify(Array.from({ length: 10 }, () => this.#random.pick(this.#merchant.requests)))
    // The rest of a book is compared in the end, when nothing moves.
    for (const key of (await cluster.checkBooks()).doubled) this.#lost.push(`${key} was approved twice`)
  }

  /** The node takes a payment, without having been started again. */
  async #resumed(node: GatewayProcess, name: string): Promise<number> {
    const startedAtMs = performance.now()
    const merchant = new Merchant(node.url)
    const request = merchant.newSession(`${name}-resumed-${node.pid}`, 500)
    await this.#sendUntilTaken(merchant, request, (error) => error instanceof Unavailable, 10)
    return performance.now() - startedAtMs
  }

  /** Sends each request again: the same bytes if it was answered, else its first answer. Then reads its payment. */
  async #verify(requests: readonly Request[]): Promise<void> {
    for (const request of requests) await this.#sendUntilTaken(this.#merchant, request)
  }

  /** A node may die at its named point meanwhile, and one may still be at the same request. */
  async #sendUntilTaken(
    merchant: Merchant,
    request: Request,
    mayRefuse: (error: unknown) => boolean = () => false,
    betweenMs = pauseMs,
  ): Promise<void> {
    const never = new AbortController().signal
    for (let tries = 0; tries < triesMax * (pauseMs / betweenMs); tries++) {
      try {
        const { id } = await merchant.send(request, never)
        return void (await merchant.read(id, never))
      } catch (error) {
        const isPassing = error instanceof InProgress || !(error instanceof WrongAnswer) || mayRefuse(error)
        if (!isPassing) return this.#note(error)
        if (this.#cluster.live.length === 0) await this.#cluster.replaceDead(() => null)
        await sleep(betweenMs)
      }
    }
    this.#lost.push(`${request.key} was not taken in time`)
  }

  #note(error: unknown): void {
    if (!(error instanceof WrongAnswer)) throw error
    this.#lost.push(error.message)
  }

  /** A kind world: customers come back from the issuer, and the worker finds everything out. */
  async #recover(): Promise<void> {
    await this.#cluster.replaceDead(() => null)
    const sessions = this.#merchant.acknowledged.filter(({ path }) => path.endsWith('/hpp'))
    const never = new AbortController().signal
    for (const session of sessions) {
      const { id } = paymentOf(session)
      try {
        const { status } = await this.#merchant.read(id, never)
        if (status !== 'requires_action') continue
        await new Customer(this.#cluster.balancer.url, id, never).answerChallenge('pass')
      } catch (error) {
        this.#note(error)
      }
    }
    this.#lost.push(...(await waitForOutcomes(() => this.#cluster.checkBooks())))
  }

  async #findCardData(): Promise<readonly Finding[]> {
    const { marks } = this.#cards
    const cvcs = new Set(marks.cvcs)
    const tables = await this.#cluster.dump()
    const cells = tables.flatMap(({ table, rows }) => findInRows(table, rows, cvcs))
    const serverFolder = await this.#cluster.serverFolder()
    await this.#cluster.halt()
    return [
      ...scanFolder(serverFolder, marks),
      ...scanFolder(this.#folder, marks),
      ...cells.map((cell) => ({ ...cell, file: 'PostgreSQL' })),
    ]
  }
}
