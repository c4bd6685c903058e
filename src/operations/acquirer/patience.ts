/**
 * How long a worker waits for an acquirer. An acquirer that has fallen silent must not delay all other payments, so only a
 * few questions at a time may take their full time. Those few notice when it answers again.
 */

import type { AskedAcquirer } from './acquirers.ts'

/** This many questions at a time may always take their full time. */
const patientMax = 8
/** How long the others may take. */
const hastyMs = 3_000
/** After this many questions in a row without an answer, the others are not asked at all. */
const silentMin = 5

/** One for each acquirer: their silences have nothing to do with each other. */
export class Patiences {
  readonly #ofAcquirers = new Map<string, Patience>()

  of({ mode, acquirer }: AskedAcquirer): Patience {
    const key = `${mode} ${acquirer}`
    const known = this.#ofAcquirers.get(key) ?? new Patience()
    this.#ofAcquirers.set(key, known)
    return known
  }
}

class Patience {
  #asking = 0
  #unansweredInARow = 0

  /** `wholeMs` if there is no hurry; null if asking would be pointless. `isLast`: a customer would have to wait for it. */
  timeoutMs(wholeMs: number, isLast: boolean): number | null {
    const isSilent = this.#unansweredInARow >= silentMin
    if (isSilent && (isLast || this.#asking >= patientMax)) return null
    return this.#asking < patientMax ? wholeMs : Math.min(hastyMs, wholeMs)
  }

  begin(): void {
    this.#asking += 1
  }

  end(isAnswered: boolean): void {
    this.#asking -= 1
    this.#unansweredInARow = isAnswered ? 0 : this.#unansweredInARow + 1
  }
}
