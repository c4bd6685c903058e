/** Sends requests until a node takes them: nodes die at their named points meanwhile, and others may be at the same request. */
import { setTimeout as sleep } from 'node:timers/promises'
import { InProgress, type Merchant, type Request, Unavailable, WrongAnswer } from '../merchant.ts'
import { patienceMs } from '../until.ts'
import type { Cluster } from './cluster.ts'
import type { Lost } from './lost.ts'

/** Why a node refused is examined in the end. */
const passing = [InProgress, Unavailable]
const isPassing = (error: unknown): boolean =>
  !(error instanceof WrongAnswer) || passing.some((kind) => error instanceof kind)

type Sending = Readonly<{ isGivenUp: () => boolean; betweenMs: number }>

const usual: Sending = { isGivenUp: () => false, betweenMs: 100 }
const never = new AbortController().signal

export class Sender {
  readonly #cluster: Cluster
  readonly #merchant: Merchant
  readonly #lost: Lost

  constructor(cluster: Cluster, merchant: Merchant, lost: Lost) {
    this.#cluster = cluster
    this.#merchant = merchant
    this.#lost = lost
  }

  /** Sends each request again: the same bytes if it was answered, else its first answer. Then reads its payment. */
  async verify(requests: readonly Request[]): Promise<void> {
    for (const request of requests) await this.#send(this.#merchant, request, usual)
  }

  /**
   * How long each node that lives takes until it has taken a payment, without having been started again. Those that die
   * first are left out.
   */
  async resume(prefix: string): Promise<readonly number[]> {
    const startedAtMs = performance.now()
    const tookMs = this.#cluster.live.map(async (node) => {
      const request = this.#merchant.newSession(`${prefix}-resumed-${node.pid}`, 500)
      const isTaken = await this.#send(this.#merchant.at(node.url), request, {
        isGivenUp: () => node.hasExited,
        betweenMs: 10,
      })
      return isTaken ? [performance.now() - startedAtMs] : []
    })
    return (await Promise.all(tookMs)).flat()
  }

  async #send(merchant: Merchant, request: Request, { isGivenUp, betweenMs }: Sending): Promise<boolean> {
    const giveUpAtMs = performance.now() + patienceMs
    while (!isGivenUp()) {
      try {
        const { id } = await merchant.send(request, never)
        await merchant.read(id, never)
        return true
      } catch (error) {
        if (!isPassing(error) || performance.now() > giveUpAtMs) {
          this.#lost.note(`${request.key} was not taken: ${error}`)
          return false
        }
      }
      await sleep(betweenMs)
      if (this.#cluster.live.length === 0) await this.#cluster.replaceDead(() => null)
    }
    return false
  }
}
