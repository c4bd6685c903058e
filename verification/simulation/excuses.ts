/**
 * What only a person can settle, because the acquirer has said what is not true, or refuses to give money back. No excuse
 * counts unless a comparison of the books names it: the operator must be told.
 */
import { compareBooks } from '../../src/core/reconciliation/reconcile.ts'
import type { AcquirerBook } from './acquirer-book.ts'
import type { AcquirerServer } from './acquirer-server.ts'
import { wholeTime } from './clerk.ts'
import { installationId } from './node.ts'
import type { OurBook } from './our-book.ts'
import type { World } from './world.ts'

const accounts = [null, 'acct_1', 'acct_2'] as const

export class Excuses {
  readonly #book: AcquirerBook
  readonly #server: AcquirerServer
  readonly #told: ReadonlySet<string>
  readonly #mayBeADayLate: boolean

  constructor({
    world,
    ours,
    book,
    server,
  }: Readonly<{ world: World; ours: OurBook; book: AcquirerBook; server: AcquirerServer }>) {
    this.#mayBeADayLate = world.faults.longOutage?.kind === 'holds'
    this.#book = book
    this.#server = server
    const payments = [...ours.payments.values()]
    const differences = accounts.flatMap((account) => {
      const owner = { acquirer: 'simulated', account }
      const lines = book.statement(account)
      return compareBooks({ payments, lines, span: wholeTime, installationId, owner }).differences
    })
    const told = differences.filter((one) => one.kind !== 'in_doubt')
    this.#told = new Set(told.map((one) => one.reference))
  }

  has(reference: string): boolean {
    const { wrong } = this.#server.rumors
    const isExcused = wrong.has(reference) || this.#isRefused(reference) || this.#hasArrivedLate(reference)
    return this.#told.has(reference) && isExcused
  }

  /** A refund that was held back for more than a day, until after its last reversal, which is no tombstone there. */
  #hasArrivedLate(reference: string): boolean {
    const hasArrived = this.#book.reversed.has(reference) && this.#book.findRefund(reference) !== undefined
    return this.#mayBeADayLate && hasArrived
  }

  /** They were asked to pay it back, and would not. */
  #isRefused(reference: string): boolean {
    return this.#book.refunds.some(
      (one) => one.request.original.reference === reference && one.state === 'failed',
    )
  }
}
