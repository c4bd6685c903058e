/** The connection between the gateway and the sandbox acquirer, with the failures that are simulated at the moment. */
import type { UnknownAnswer } from '../../core/attempt/answers.ts'
import type { Clock } from '../../ports/system.ts'
import { isOutage, type SandboxFaults } from './faults.ts'

type NotSent = Readonly<{ kind: 'not_sent' }>

export const unknown = (cause: string): UnknownAnswer => ({ kind: 'unknown', cause })
const noAnswer = unknown('no answer')

type LineOptions = Readonly<{
  clock: Clock
  faults: SandboxFaults
  /** A lost answer is abandoned after this time, even before the deadline, so that a shop's tests stay fast. */
  lostAnswerMs: number
}>

export class Line {
  readonly #options: LineOptions
  readonly #closing = new AbortController()

  constructor(options: LineOptions) {
    this.#options = options
  }

  /** For what moves money: it may arrive late, and may certainly not have been sent. `answerMs`: the issuer's own time. */
  async send<Answer>(
    effect: () => Promise<Answer>,
    signal: AbortSignal,
    answerMs = 0,
  ): Promise<Answer | NotSent | UnknownAnswer> {
    if (signal.aborted) return { kind: 'not_sent' }
    if (this.#isDown()) return this.#options.faults.outage === 1 ? { kind: 'not_sent' } : this.silence(signal)
    const { arrivalDelayMs } = this.#options.faults
    if (arrivalDelayMs === 0) return this.#answer(await effect(), signal, answerMs)
    const arrival = this.#arrive(effect, arrivalDelayMs)
    const answer = await Promise.race([arrival, untilAborted(signal)])
    return answer === undefined ? noAnswer : this.#answer(answer, signal, answerMs)
  }

  /** For what may be repeated: inquiries and reversals. */
  async ask<Answer>(effect: () => Promise<Answer>, signal: AbortSignal): Promise<Answer | UnknownAnswer> {
    if (signal.aborted) return noAnswer
    if (this.#isDown()) {
      return this.#options.faults.outage === 1
        ? unknown('the acquirer cannot be reached')
        : this.silence(signal)
    }
    return this.#answer(await effect(), signal)
  }

  /** Nothing comes back. */
  async silence(signal: AbortSignal): Promise<UnknownAnswer> {
    await this.#sleep(this.#options.lostAnswerMs, signal)
    return noAnswer
  }

  close(): void {
    this.#closing.abort()
  }

  #isDown(): boolean {
    return isOutage(this.#options.faults, this.#options.clock.nowMs())
  }

  async #arrive<Answer>(effect: () => Promise<Answer>, delayMs: number): Promise<Answer | undefined> {
    await this.#options.clock.sleep(delayMs, this.#closing.signal)
    return this.#closing.signal.aborted ? undefined : effect()
  }

  async #answer<Answer>(answer: Answer, signal: AbortSignal, answerMs = 0): Promise<Answer | UnknownAnswer> {
    const { answerDelayMs, garbledAnswers } = this.#options.faults
    const delayMs = answerDelayMs + answerMs
    if (delayMs > 0) {
      await this.#sleep(delayMs, signal)
      if (signal.aborted) return noAnswer
    }
    return garbledAnswers === 0 ? answer : unknown('the answer could not be read')
  }

  #sleep(durationMs: number, signal: AbortSignal): Promise<void> {
    return this.#options.clock.sleep(durationMs, AbortSignal.any([signal, this.#closing.signal]))
  }
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
