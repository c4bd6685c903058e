/**
 * Kills nodes and the PostgreSQL server under them again and again in the middle of their work, and holds them to what they
 * have said: every acknowledged request answers the same bytes again at any node, no ending changes, nothing is taken
 * twice, and in the end both books agree.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleGateway } from '../../../build/bundle-gateway.ts'
import { verifyDatabase } from '../../../src/storage/verify.ts'
import { findInRows } from '../../scan/scan-database.ts'
import { type Finding, scanFolder } from '../../scan/scan-folder.ts'
import { Prng } from '../../seeded-random.ts'
import { unexplainedRefusals } from '../../unexplained-refusals.ts'
import type { BookCheck } from '../books.ts'
import { Cards } from '../cards.ts'
import { Customer } from '../customer.ts'
import { countFailpoints, type FailpointCount, FailpointDeck } from '../failpoints.ts'
import { type Running, startLoad } from '../load.ts'
import { Merchant, paymentOf, TooLate, Unavailable } from '../merchant.ts'
import { until } from '../until.ts'
import { waitForOutcomes } from '../wait-for-outcomes.ts'
import { Answers, type RefusalReport } from './answers.ts'
import type { Answered } from './balancer.ts'
import { Cluster } from './cluster.ts'
import { evidence } from './evidence.ts'
import { type ClusterFault, faultsFor, happen, isAway } from './faults.ts'
import { Lost } from './lost.ts'
import { Sender } from './sender.ts'

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
  /** What is needed to find out what was wrong, if anything was. The nodes' output is kept then. */
  evidence?: string
}>

const root = fileURLToPath(new URL('../../../', import.meta.url))
const shoppers = 6
/** Before anything happens: enough for most shoppers to be in the middle of paying. A customer who pays needs six. */
const servedBefore = [20, 150] as const
/** While the server is away, each request makes one more to be checked. */
const goneMs = 250
const deadlyShare = 0.4

export async function runClusterCampaign(options: ClusterCampaignOptions): Promise<ClusterResult> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-cluster-'))
  const programFolder = mkdtempSync(join(tmpdir(), 'flowlix-failpoints-'))
  const answers = new Answers()
  const entry = 'verification/crash/failpoint-gateway.ts'
  const program = await bundleGateway(root, entry, programFolder, 'gateway.js')
  const answered = (one: Answered): void => answers.note(one)
  const cluster = await Cluster.start({ folder, nodes: options.nodes, program, answered })
  const campaign = new Campaign(options, folder, cluster, answers)
  const explain = (books: BookCheck | null): string =>
    evidence({ options, lost: campaign.lost.sentences, books, folder, cluster })
  try {
    const result = await campaign.run()
    const { lost, books, cardData } = result
    const isClean = [lost, books.doubled, books.differences, cardData].every((list) => list.length === 0)
    if (isClean) rmSync(folder, { recursive: true })
    return isClean ? result : { ...result, evidence: explain(books) }
  } catch (error) {
    throw new Error(`the campaign broke off: ${error}\n${explain(null)}`, { cause: error })
  } finally {
    await cluster.end()
    rmSync(programFolder, { recursive: true })
  }
}

class Campaign {
  readonly lost = new Lost()
  readonly #options: ClusterCampaignOptions
  readonly #folder: string
  readonly #cluster: Cluster
  readonly #answers: Answers
  readonly #random: Prng
  readonly #failpoints: FailpointDeck
  readonly #merchant: Merchant
  readonly #sender: Sender
  readonly #cards = new Cards()
  readonly #resumedMs: number[] = []
  readonly #done = { postmasterKills: 0, freezes: 0 }

  constructor(options: ClusterCampaignOptions, folder: string, cluster: Cluster, answers: Answers) {
    this.#options = options
    this.#folder = folder
    this.#cluster = cluster
    this.#answers = answers
    this.#random = new Prng(options.seed)
    // Of its own: how often the shoppers draw depends on the machine.
    this.#failpoints = new FailpointDeck(new Prng(options.seed))
    this.#merchant = new Merchant(cluster.balancer.url)
    this.#sender = new Sender(cluster, this.#merchant, this.lost)
  }

  async run(): Promise<ClusterResult> {
    const startedAtMs = performance.now()
    const faults = faultsFor(this.#random, this.#options)
    for (const [i, fault] of faults.entries()) {
      await this.#cycle(`cycle-${i}`, fault)
      this.#options.onCycle?.(i + 1, faults.length, this.#merchant.acknowledged.length)
    }
    this.lost.stage = 'end'
    await this.#recover()
    await this.#sender.verify(this.#merchant.requests)
    const books = await this.#cluster.checkBooks()
    const { damage, differences } = await verifyDatabase(this.#cluster.databaseUrl)
    for (const sentence of damage) this.lost.note(sentence)
    for (const { paymentId, difference } of differences) this.lost.note(`${paymentId}: ${difference}`)
    const { wrong, needless } = this.#answers
    for (const sentence of [...wrong, ...unexplainedRefusals(needless, this.#cluster.folders)])
      this.lost.note(sentence)
    return {
      acknowledged: this.#merchant.acknowledged.length,
      lost: this.lost.sentences,
      books,
      cardData: await this.#findCardData(),
      nodeKills: this.#cluster.kills,
      ...this.#done,
      failpoints: countFailpoints(this.#folder),
      refusals: this.#answers.report,
      resumedMs: this.#resumedMs.toSorted((one, other) => one - other),
      tookMs: performance.now() - startedAtMs,
    }
  }

  async #cycle(name: string, fault: ClusterFault): Promise<void> {
    this.lost.stage = name
    const known = this.#merchant.requests.length
    await this.#disturbLoad(name, fault)
    await this.#cluster.replaceDead(() => (this.#random.chance(deadlyShare) ? this.#failpoints.draw() : null))
    if (isAway(fault)) this.#done.postmasterKills += 1
    if (fault.freezes) this.#done.freezes += 1
    await this.#sender.verify(this.#merchant.requests.slice(known))
    await this.#sender.verify(Array.from({ length: 10 }, () => this.#random.pick(this.#merchant.requests)))
    // The rest of a book is compared in the end, when nothing moves.
    for (const key of (await this.#cluster.checkBooks()).doubled) this.lost.note(`${key} was approved twice`)
  }

  async #disturbLoad(name: string, fault: ClusterFault): Promise<void> {
    const cluster = this.#cluster
    const answers = this.#answers
    const broken = new AbortController()
    const load = this.#startLoad(name, broken.signal)
    /** Until the nodes have done so much, unless nobody asks or nobody answers. */
    const progress = (what: string, isMade: () => boolean): Promise<void> =>
      until(what, () => load.isOver() || cluster.live.length === 0 || isMade())
    const enough = answers.served + this.#random.between(...servedBefore)
    try {
      await progress('enough requests were served', () => answers.served >= enough)
      answers.begin(fault)
      await happen(fault, cluster, this.#random, () => {
        const { refused } = answers
        return progress('a node refused a request', () => answers.refused > refused)
      })
      if (isAway(fault)) this.#resumedMs.push(...(await this.#sender.resume(name)))
    } finally {
      broken.abort()
    }
    await load.end.catch((error: unknown) => this.lost.noteWrong(error))
    answers.end()
  }

  #startLoad(prefix: string, signal: AbortSignal): Running {
    return startLoad({
      gatewayUrl: this.#cluster.balancer.url,
      merchant: this.#merchant,
      cards: this.#cards,
      random: this.#random,
      ...{ prefix, shoppers, signal, goneMs },
      // A node that was frozen gives up what it was at when it wakes. Why others refused is examined in the end.
      mayRefuse: (error) => error instanceof TooLate || error instanceof Unavailable,
    })
  }

  /** A kind world: customers come back from the issuer, and the worker finds everything out. */
  async #recover(): Promise<void> {
    await this.#cluster.disarm()
    const sessions = this.#merchant.acknowledged.filter(({ path }) => path.endsWith('/hpp'))
    const never = new AbortController().signal
    for (const session of sessions) {
      const { id } = paymentOf(session)
      try {
        const { status } = await this.#merchant.read(id, never)
        if (status !== 'requires_action') continue
        await new Customer(this.#cluster.balancer.url, id, never).answerChallenge('pass')
      } catch (error) {
        this.lost.noteWrong(error)
      }
    }
    const wrong = await waitForOutcomes(() => this.#cluster.checkBooks())
    for (const sentence of wrong) this.lost.note(sentence)
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
