/**
 * Outcomes by key: the first one is repeated for a day, also if it is a failure, and the same key with other parameters is
 * an error.
 */
import type { StandInAnswer } from '../stand-in/faults.ts'
import type { SeenRequest } from '../stand-in/request-log.ts'
import { Problem } from './problem.ts'

type Kept = Readonly<{ request: string; answer: StandInAnswer; atMs: number }>

const keptForMs = 24 * 3_600_000

export class Idempotency {
  readonly #kept = new Map<string, Kept>()
  readonly #nowMs: () => number

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  once(request: SeenRequest, act: () => StandInAnswer): StandInAnswer {
    const key = request.headers['idempotency-key']
    if (request.method !== 'POST' || key === undefined) return settled(act).answer
    const name = `${request.headers['stripe-account'] ?? ''} ${key}`
    const asked = `${request.path}\n${request.body}`
    const kept = this.#kept.get(name)
    if (kept !== undefined && this.#nowMs() - kept.atMs < keptForMs) {
      return kept.request === asked ? replayed(kept.answer) : otherParameters.answer
    }
    const { answer, isKept } = settled(act)
    if (isKept) this.#kept.set(name, { request: asked, answer, atMs: this.#nowMs() })
    return answer
  }
}

function replayed(answer: StandInAnswer): StandInAnswer {
  return { ...answer, headers: { ...answer.headers, 'idempotent-replayed': 'true' } }
}

const otherParameters = new Problem(400, {
  type: 'idempotency_error',
  message:
    'Keys for idempotent requests can only be used with the same parameters they were first used with.',
})

function settled(act: () => StandInAnswer): Readonly<{ answer: StandInAnswer; isKept: boolean }> {
  try {
    return { answer: act(), isKept: true }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { answer: error.answer, isKept: error.isKept }
  }
}
