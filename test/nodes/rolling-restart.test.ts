/** Two nodes behind a load balancer are restarted in turn while customers pay: nobody notices. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Customer } from '../../src/sandbox-control/customer.ts'
import { Balancer } from '../../verification/balancer.ts'
import { freePort, GatewayProcess, sandboxKey } from '../../verification/gateway-process.ts'
import { createDatabase } from '../../verification/postgres/databases.ts'
import { unexplainedRefusals } from '../../verification/unexplained-refusals.ts'

/** The whole check is a minute. Each node is restarted once in any case. */
const seconds = Number(process.env.ROLLING_SECONDS ?? 0)
/** Enough for a balancer on a busy machine to notice. */
const delaySeconds = '3'
const readyMs = 60_000

it('no request fails, and every payment ends as it should', async () => {
  const database = await createDatabase()
  const [front, ...ports] = [await freePort(), await freePort(), await freePort()] as [number, number, number]
  const origin = `http://127.0.0.1:${front}`
  const folders = ports.map(() => mkdtempSync(join(tmpdir(), 'flowlix-rolling-')))
  const start = (i: number) =>
    new GatewayProcess({
      folder: folders[i] ?? '',
      port: ports[i] ?? 0,
      environment: {
        ...{ API_URL: origin, PAY_URL: origin, DATABASE_URL: database.url, SANDBOX_DATABASE: database.url },
        SHUTDOWN_DELAY_SECONDS: delaySeconds,
      },
    })
  const nodes = [start(0)]
  // The first one makes what the other finds.
  await nodes[0]?.ready(readyMs)
  nodes.push(start(1))
  await nodes[1]?.ready(readyMs)
  const balancer = await Balancer.start(front, ports)
  const bothAreReady = () => expect.poll(() => balancer.ready.length).toBe(2)
  try {
    await bothAreReady()
    const load = new Load(origin)
    const clients = Array.from({ length: 6 }, (_, i) => load.run(i % 2 === 0))
    const endsAt = Date.now() + seconds * 1_000
    for (let i = 0; Date.now() < endsAt || i < 2; i = i + 1) {
      const at = i % 2
      await nodes[at]?.stop()
      await sleep(200)
      nodes[at] = start(at)
      await nodes[at]?.ready(readyMs)
      await bothAreReady()
    }
    await expect.poll(() => load.paid).toBeGreaterThan(10)
    load.stop()
    await Promise.all(clients)
    expect([...load.failures, ...unexplainedRefusals(load.refused, folders)]).toEqual([])
  } finally {
    await Promise.all(nodes.map((node) => node.kill()))
    await balancer.close()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    await database.drop()
  }
})

type View = Readonly<{ id: string; status: string }>

const cards = { usual: '4242424242424242', challenged: '4635440000002223' }
const entered = { expiry: '12 / 40', cvc: '123', name: 'Robin Berg', email: 'robin@example.com' }

/** A customer gives up, and the log has to say that it was because of a busy machine. */
class Refused extends Error {}

class Load {
  readonly failures: string[] = []
  /** By their request IDs. */
  readonly refused: string[] = []
  paid = 0
  readonly #origin: string
  #isOver = false

  constructor(origin: string) {
    this.#origin = origin
  }

  stop(): void {
    this.#isOver = true
  }

  /** A customer after another, in a browser without scripts: a session, its page, and a card, with or without a challenge. */
  async run(hasChallenge: boolean): Promise<void> {
    while (!this.#isOver) {
      await this.#shop(hasChallenge).catch((error) => {
        if (!(error instanceof Refused)) this.failures.push(String(error))
      })
    }
  }

  async #shop(hasChallenge: boolean): Promise<void> {
    const { id } = await this.#call('/v1/payments/hpp', {
      ...{ amount: 2500, currency: 'eur', redirect_url: 'https://shop.example/done' },
    })
    const customer = new Customer(this.#origin, id, (request) => this.#visit(request))
    const number = hasChallenge ? cards.challenged : cards.usual
    expect(await customer.pay({ ...entered, number })).toEqual({ kind: 'sent' })
    // By then, the node that began the challenge may be gone.
    if (hasChallenge) expect(await customer.answerChallenge('pass')).toBe(true)
    await expect.poll(() => this.#isEnded(id), { interval: 100 }).toBe(true)
    expect(await this.#call(`/v1/payments/${id}`)).toMatchObject({ status: 'succeeded' })
    this.paid += 1
  }

  async #isEnded(id: string): Promise<boolean> {
    return ['succeeded', 'failed'].includes((await this.#call(`/v1/payments/${id}`)).status)
  }

  async #call(path: string, body?: object): Promise<View> {
    const headers = { authorization: `Bearer ${sandboxKey}`, 'content-type': 'application/json' }
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
    return (await this.#visit(new Request(this.#origin + path, init))).json() as Promise<View>
  }

  /** Throws where the answer is not a good one. */
  async #visit(request: Request): Promise<Response> {
    const { method, url } = request
    const response = await fetch(request)
    if (response.status < 400) return response
    const id = response.headers.get('flowlix-request-id')
    if (response.status === 503 && id !== null) {
      this.refused.push(id)
      throw new Refused()
    }
    throw new Error(`${method} ${new URL(url).pathname} ${response.status} ${await response.text()}`)
  }
}
