/**
 * Races that several nodes on one database must not lose: a form that is sent to two of them at the same moment, and a
 * payment that is read at another node as soon as it was acknowledged. The nodes are processes of their own.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundleGateway } from '../../build/bundle-gateway.ts'
import { Customer } from '../../src/sandbox-control/customer.ts'
import { Cluster } from '../crash/cluster/cluster.ts'
import { countFailpoints, type FailpointName } from '../crash/failpoints.ts'
import { sandboxKey } from '../gateway-process.ts'
import { Prng } from '../seeded-random.ts'

export type RaceOptions = Readonly<{
  seed: number
  nodes: number
  /** How many forms are sent twice at once. */
  submits: number
  /** How many payments are read right after they were created. */
  reads: number
  onProgress?: (what: string, done: number) => void
}>

export type RaceResult = Readonly<{
  /** Sentences. */
  wrong: readonly string[]
  /** Requests to the acquirer, in all. */
  authorizations: number
  approved: number
  doubled: number
  /** Because a node had no answer from the storage in time. */
  retries: number
  submitsPerSecond: number
  readsPerSecond: number
}>

const root = fileURLToPath(new URL('../../', import.meta.url))
const atOnce = 32
const triesMax = 50
const pauseMs = 200
const never = 1_000_000_000
const authorized: FailpointName = 'acquirer.authorize:before'
const fields = {
  number: '4242424242424242',
  expiry: '12 / 40',
  cvc: '123',
  name: 'Robin Berg',
  email: 'robin@example.com',
}
const terms = { amount: 2_500, currency: 'eur', redirect_url: 'https://shop.example.com/done' }

export async function runRaces(options: RaceOptions): Promise<RaceResult> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-races-'))
  const programFolder = join(folder, 'program')
  mkdirSync(programFolder)
  // It writes down each request to the acquirer, who would not notice a repeated one.
  const entry = 'verification/crash/failpoint-gateway.ts'
  const program = await bundleGateway(root, entry, programFolder, 'gateway.js')
  const failpoint = { name: authorized, call: never }
  const cluster = await Cluster.start({
    folder,
    nodes: options.nodes,
    program,
    failpoint,
    answered: () => {},
  })
  try {
    return await new Races(options, folder, cluster).run()
  } finally {
    await cluster.end()
    rmSync(folder, { recursive: true })
  }
}

class Races {
  readonly #options: RaceOptions
  readonly #folder: string
  readonly #cluster: Cluster
  readonly #random: Prng
  readonly #wrong: string[] = []
  readonly #refused = new Set<string>()
  #turn = 0
  #keys = 0
  #retries = 0

  constructor(options: RaceOptions, folder: string, cluster: Cluster) {
    this.#options = options
    this.#folder = folder
    this.#cluster = cluster
    this.#random = new Prng(options.seed)
  }

  async run(): Promise<RaceResult> {
    const { submits, reads } = this.#options
    const readsPerSecond = await this.#many('reads', reads, () => this.#readAfterCreation())
    const submitsPerSecond = await this.#many('submits', submits, () => this.#submitTwice())
    const { doubled, differences, approved } = await this.#cluster.checkBooks()
    const authorizations = countFailpoints(this.#folder).find(({ name }) => name === authorized)?.reached ?? 0
    this.#wrong.push(...differences)
    if (authorizations !== submits)
      this.#wrong.push(`${submits} forms led to ${authorizations} authorizations`)
    return {
      wrong: this.#wrong,
      authorizations,
      approved,
      doubled: doubled.length,
      retries: this.#retries,
      submitsPerSecond,
      readsPerSecond,
    }
  }

  /** So many at a time. Returns how many a second. */
  async #many(what: string, count: number, one: () => Promise<void>): Promise<number> {
    const startedMs = performance.now()
    let [begun, done] = [0, 0]
    const work = async (): Promise<void> => {
      while (begun < count) {
        begun += 1
        await one()
        done += 1
        this.#options.onProgress?.(what, done)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return count / ((performance.now() - startedMs) / 1_000)
  }

  async #readAfterCreation(): Promise<void> {
    const id = await this.#create()
    const read = await this.#patiently(() => this.#api('GET', `/v1/payments/${id}`))
    const found = (await read.json()) as { id?: string }
    if (read.status !== 200 || found.id !== id) this.#wrong.push(`${id} was missed: ${read.status}`)
  }

  /** As a browser whose customer presses twice, with a balancer that sends each press to another node. */
  async #submitTwice(): Promise<void> {
    const id = await this.#create()
    const customer = new Customer(this.#nextUrl(), id, (request) =>
      request.method === 'GET' ? this.#patiently(() => this.#visit(request)) : this.#visit(request),
    )
    const { kind } = await customer.pay(fields, 2)
    if (kind !== 'sent') this.#wrong.push(`the form of ${id} was ${kind}`)
    const read = await this.#patiently(() => this.#api('GET', `/v1/payments/${id}`))
    const { status } = (await read.json()) as { status: string }
    // Where the storage refused both, the customer still has the form.
    if (status === 'pending' && this.#refused.has(id)) await customer.pay(fields, 2)
    else if (status !== 'succeeded') this.#wrong.push(`${id} is ${status}`)
  }

  async #create(): Promise<string> {
    this.#keys += 1
    const key = `race-${this.#keys}`
    const created = await this.#patiently(() => this.#api('POST', '/v1/payments/hpp', terms, key))
    return ((await created.json()) as { id: string }).id
  }

  #api(method: string, path: string, body?: object, key?: string): Promise<Response> {
    return fetch(this.#nextUrl() + path, {
      method,
      headers: {
        authorization: `Bearer ${sandboxKey}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  async #visit(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url)
    const response = await fetch(new Request(this.#nextUrl() + pathname + search, request.clone()))
    const id = /pay_[0-9a-f-]+/.exec(pathname)?.[0] ?? ''
    if (response.status === 503) this.#refused.add(id)
    else if (response.status >= 400) this.#wrong.push(`${request.method} ${pathname}: ${response.status}`)
    return response
  }

  /** A machine that is too busy makes the storage late, and then the same request is right to come again. */
  async #patiently(ask: () => Promise<Response>): Promise<Response> {
    for (let tries = 1; ; tries++) {
      const response = await ask()
      const isPassing =
        response.status === 503 || (response.status === 409 && response.headers.has('retry-after'))
      if (!isPassing || tries === triesMax) return response
      await response.body?.cancel()
      this.#retries += 1
      await sleep(pauseMs)
    }
  }

  /** Never the node of the request before. */
  #nextUrl(): string {
    const { live } = this.#cluster
    this.#turn = (this.#turn + this.#random.between(1, live.length - 1)) % live.length
    return live[this.#turn]?.url ?? ''
  }
}
