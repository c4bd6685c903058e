/** A gateway with its worker, under a clock that can be set, and its restarts. */
import type { Payment } from '../../src/core/payment/payment.ts'
import { startClock } from '../../src/operations/clock/start-clock.ts'
import { WatchedClock } from '../../src/operations/clock/watched-clock.ts'
import { runWorker } from '../../src/worker/run.ts'
import { attemptOf, inTime, openWorld, read, session, type World } from './operations-world.ts'

export const hourMs = 3_600_000
export const minuteMs = 60_000
export const forwardAndBack = [
  ['forward', hourMs],
  ['back', -hourMs],
] as const

const options = {
  batchLimit: 50,
  idempotencyLifeMs: 24 * hourMs,
  intervalMs: 1_000,
  retentionMs: { test: null, live: null },
  eventLifeMs: 30 * 24 * hourMs,
}

export class ClockLife {
  world: World
  #stop = new AbortController()
  #working: Promise<void> = Promise.resolve()

  private constructor(world: World) {
    this.world = world
  }

  static async open(): Promise<ClockLife> {
    return new ClockLife(await openWorld())
  }

  async close(): Promise<void> {
    await this.#stopWorking()
    await this.world.test.close()
  }

  /** As the process does. */
  async startWorking(): Promise<void> {
    this.#working = runWorker(this.world.gateway, options, this.#stop.signal)
    await this.world.test.clock.advance(2_000)
  }

  /** With the ID of a boot, the new process knows what those before it on that boot have kept. */
  async restart(bootId: string | null = null): Promise<void> {
    await this.#stopWorking()
    this.#stop = new AbortController()
    const { storage, log } = this.world.gateway
    const time = new WatchedClock(this.world.test.clock, log)
    await startClock({ time, storage, log, bootId, isShared: false })
    this.world = { ...this.world, gateway: { ...this.world.gateway, time } }
  }

  async passTime(totalMs: number, stepMs = 500): Promise<void> {
    for (let passedMs = 0; passedMs < totalMs; passedMs += stepMs) await this.world.test.clock.advance(stepMs)
  }

  jump(byMs: number): void {
    this.world.test.clock.jump(byMs)
  }

  /** A session that lives for half an hour, as the shortest in production. */
  shortSession(): Promise<Payment> {
    const { gateway } = this.world
    const settings = { ...gateway.settings, sessionLifeMs: 30 * minuteMs }
    return session({ ...this.world, gateway: { ...gateway, settings } })
  }

  async endingOf({ id }: Payment) {
    return (await read(this.world, id)).ending?.kind ?? null
  }

  async stateOf({ id }: Payment) {
    return attemptOf(await read(this.world, id)).state
  }

  alarms(name: string): readonly string[] {
    return this.world.test.logLines.filter((line) => line.includes(`"alarm":"${name}"`))
  }

  async #stopWorking(): Promise<void> {
    this.#stop.abort()
    await inTime(this.world, this.#working)
  }
}
