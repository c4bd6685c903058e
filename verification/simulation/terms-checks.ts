/**
 * What every request says about an attempt or a refund must be what our side has saved. A restored copy may have forgotten
 * it; then it comes from the acquirer's own statement.
 */
import type { FormFields } from '../../src/core/attempt/answers.ts'
import type { AttemptTerms, RefundTerms } from '../../src/ports/acquirer.ts'
import type { AcquirerBook } from './acquirer-book.ts'
import { shorten } from './shorten.ts'
import { epochMs, type World } from './world.ts'

/** Clocks are wrong, by as much as that. */
const spareMs = 3 * 3_600_000

export class TermsChecks {
  readonly #world: World
  readonly #book: AcquirerBook

  constructor(world: World, book: AcquirerBook) {
    this.#world = world
    this.#book = book
  }

  /** The reference of the attempt. */
  attempt({ reference, handle, account }: Pick<AttemptTerms, 'reference' | 'handle' | 'account'>): string {
    const saved = this.#book.attemptOf(reference)
    this.account(reference, account)
    if (this.#world.faults.prepares) {
      this.#world.must(handle !== null, `${shorten(reference)} is asked about without its handle`)
      const isFromStatement = this.#world.restorations > 0 && saved?.handle === null
      const isSaved = saved === null || isFromStatement || saved.handle === handle
      this.#world.must(isSaved, `the handle of ${shorten(reference)} is used, and was not saved`)
    }
    return reference
  }

  account(reference: string, account: string | null): void {
    const saved = this.#book.attemptOf(reference)
    if (saved === null) return
    this.#world.must(saved.account === account, `${shorten(reference)} is sought at another account`)
    if (account !== null) this.#world.count('asked_at_own_account')
  }

  /** Whoever goes on has saved with what. */
  returned(attempt: AttemptTerms, returned: FormFields): void {
    this.attempt(attempt)
    const saved = this.#book.attemptOf(attempt.reference)?.returned ?? null
    const isSaved = saved !== null && saved.token === returned.token
    this.#world.must(isSaved, `${shorten(attempt.reference)} goes on with what was not saved`)
    this.#world.count('went_on_after_challenge')
  }

  /** Once it was sent, it is sent again only for as long as that has one effect. */
  refund(reference: string): void {
    const { faults, kernel } = this.#world
    const saved = this.#book.refundOf(reference)
    this.#world.must(saved !== null, `refund ${shorten(reference)} is sent, and nothing was saved about it`)
    const ageMs = epochMs + kernel.nowMs - (saved?.createdAtMs ?? 0)
    const isKnown = ageMs < Number(faults.refundIsRepeatableForMs) + spareMs
    this.#world.must(isKnown, `refund ${shorten(reference)} is sent again after its time`)
  }

  /** What can be sent again is never called back: only a person may do that, with what was set aside. */
  reversedRefund({ reference, original }: RefundTerms): string {
    this.attempt(original)
    const isSetAside = this.#book.refundOf(reference)?.state === 'set_aside'
    const mayReverse = this.#world.faults.refundIsRepeatableForMs === null || isSetAside
    this.#world.must(mayReverse, `refund ${shorten(reference)} is reversed, and could be sent again`)
    return reference
  }
}
