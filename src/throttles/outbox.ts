/**
 * What this node has counted since its last report to the others. Entries that do not fit are not reported. Each kind has its
 * own space, so that a flood of invalid keys cannot crowd out declines.
 */
import type { FinalDecline, TryOutcome } from './outcomes.ts'
import type { AddressLimit, Report } from './report.ts'

type Decline = Readonly<{
  card: string | null
  merchantId: string
  address: string | null
  atMs: number
  final: FinalDecline | null
}>

export class Outbox {
  readonly #entriesMax: number
  #takes = new Map<string, [AddressLimit, string, number]>()
  #declines: Decline[] = []
  #tries = new Map<string, [string, number, number]>()
  #pauses = new Map<string, number>()
  #ends = new Map<string, TryOutcome>()

  /** `entriesMax`: the maximum for each kind. */
  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax
  }

  get size(): number {
    const maps = [this.#takes, this.#tries, this.#pauses, this.#ends]
    return maps.reduce((sum, { size }) => sum + size, this.#declines.length)
  }

  take(limit: AddressLimit, address: string): void {
    const key = `${limit} ${address}`
    const known = this.#takes.get(key)
    if (known !== undefined) known[2] += 1
    else if (this.#hasRoom(this.#takes)) this.#takes.set(key, [limit, address, 1])
  }

  decline(one: Decline): void {
    if (this.#declines.length < this.#entriesMax) this.#declines.push(one)
  }

  tried(merchantId: string, isDeclined: boolean): void {
    const known = this.#tries.get(merchantId)
    if (known === undefined && !this.#hasRoom(this.#tries)) return
    const [, attempts, declines] = known ?? [merchantId, 0, 0]
    this.#tries.set(merchantId, [merchantId, attempts + 1, declines + (isDeclined ? 1 : 0)])
  }

  pause(merchantId: string, untilMs: number): void {
    if (this.#hasRoom(this.#pauses)) this.#pauses.set(merchantId, untilMs)
  }

  end(attempt: string, outcome: TryOutcome): void {
    if (this.#hasRoom(this.#ends)) this.#ends.set(attempt, outcome)
  }

  /** Returns the report and empties the outbox; null if there is nothing to report. */
  empty(nowMs: number): Report | null {
    if (this.size === 0) return null
    const report = {
      takes: [...this.#takes.values()],
      declines: this.#declines.map(({ atMs, ...one }) => ({ ...one, agoMs: Math.max(0, nowMs - atMs) })),
      tries: [...this.#tries.values()],
      pauses: [...this.#pauses].map(([id, untilMs]): [string, number] => [id, Math.max(0, untilMs - nowMs)]),
      ends: [...this.#ends],
    }
    this.#takes = new Map()
    this.#declines = []
    this.#tries = new Map()
    this.#pauses = new Map()
    this.#ends = new Map()
    return report
  }

  #hasRoom({ size }: ReadonlyMap<string, unknown>): boolean {
    return size < this.#entriesMax
  }
}
