/** Two nodes behind a load balancer are restarted in turn while customers pay: nobody notices. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Balancer } from '../../verification/balancer.ts'
import { freePort, GatewayProcess, sandboxKey } from '../../verification/gateway-process.ts'
import { createDatabase } from '../../verification/postgres/databases.ts'

/** The whole check is a minute. */
const seconds = Number(process.env.ROLLING_SECONDS ?? 6)

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
        SHUTDOWN_DELAY_SECONDS: '1',
      },
    })
  const nodes = [start(0)]
  // The first one makes what the other finds.
  await nodes[0]?.ready()
  nodes.push(start(1))
  await nodes[1]?.ready()
  const balancer = await Balancer.start(front, ports)
  try {
    await expect.poll(() => balancer.ready.length).toBe(2)
    const load = new Load(origin)
    const clients = Array.from({ length: 6 }, (_, i) => load.run(i % 2 === 0))
    const endsAt = Date.now() + seconds * 1_000
    for (let i = 0; Date.now() < endsAt || i < 2; i = i + 1) {
      const at = i % 2
      await nodes[at]?.stop()
      await sleep(200)
      nodes[at] = start(at)
      await nodes[at]?.ready()
      await expect.poll(() => balancer.ready.length, { timeout: 20_000 }).toBe(2)
    }
    load.stop()
    await Promise.all(clients)
    expect(load.failures).toEqual([])
    expect(load.paid).toBeGreaterThan(10)
  } finally {
    await Promise.all(nodes.map((node) => node.kill()))
    await balancer.close()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    await database.drop()
  }
})

type View = Readonly<{ id: string; status: string }>

class Load {
  readonly failures: string[] = []
  paid = 0
  readonly #origin: string
  #isOver = false

  constructor(origin: string) {
    this.#origin = origin
  }

  stop(): void {
    this.#isOver = true
  }

  /** A customer after another: a session, its page, and a card, with or without a challenge. */
  async run(hasChallenge: boolean): Promise<void> {
    while (!this.#isOver) {
      const created = await this.#call('/v1/payments/hpp', {
        ...{ amount: 2500, currency: 'eur', redirect_url: 'https://shop.example/done' },
      })
      if (created === null) continue
      const pay = `/sandbox/v1/payments/${created.id}/pay`
      await this.#call(pay, { test_card: hasChallenge ? 'challenge' : 'visa' })
      // By then, the node that began the challenge may be gone.
      if (hasChallenge) await this.#call(pay, { challenge: 'pass' })
      const ended = await this.#ended(created.id)
      if (ended === 'succeeded') this.paid += 1
      else this.failures.push(`the payment is ${ended}`)
    }
  }

  async #ended(id: string): Promise<string> {
    for (let i = 0; i < 50; i++) {
      const status = (await this.#call(`/v1/payments/${id}`))?.status ?? 'unknown'
      if (status === 'succeeded' || status === 'failed') return status
      await sleep(100)
    }
    return 'still open'
  }

  async #call(path: string, body?: object): Promise<View | null> {
    const headers = { authorization: `Bearer ${sandboxKey}`, 'content-type': 'application/json' }
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
    try {
      const response = await fetch(this.#origin + path, init)
      const text = await response.text()
      if (response.ok) return JSON.parse(text) as View
      this.failures.push(`${path.replace(/pay_[0-9a-f-]+/, ':id')} ${response.status} ${text.slice(0, 200)}`)
    } catch (error) {
      this.failures.push(`${path} ${String(error)}`)
    }
    return null
  }
}
