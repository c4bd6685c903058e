/**
 * How long a worker waits for an acquirer. One that has fallen silent must not keep everybody else waiting, so only a few
 * questions at a time may take their whole time then; those few notice when it answers again.
 */

/** So many questions may always take their whole time. */
const patientMax = 8
/** So long the others may take. */
const hastyMs = 3_000
/** So many questions in a row without an answer: then the others are not asked at all. */
const silentMin = 5

export class Patience {
  #asking = 0
  #unansweredInARow = 0

  /** `wholeMs` where nobody hurries; null where asking would be in vain. `isLast`: a customer would wait for it. */
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
