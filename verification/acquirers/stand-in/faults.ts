/** What can go wrong between the gateway and an acquirer. Each fault says whether the acquirer has acted on the request. */
import type { SeenRequest } from './request-log.ts'

export type StandInAnswer = Readonly<{
  status: number
  headers?: Readonly<Record<string, string>>
  body: string
}>

export type Fault =
  /** Nobody accepts the connection. A server that has accepted it can only reset it. */
  | Readonly<{ kind: 'unreachable' }>
  /** The connection is reset, and nothing was done. */
  | Readonly<{ kind: 'request_lost' }>
  /** It was done, and the connection is reset. */
  | Readonly<{ kind: 'answer_lost' }>
  /** The connection is reset, and it is done later: with {@link StandIn.releaseLate}. */
  | Readonly<{ kind: 'late' }>
  /** Nobody says anything, until the client gives up. */
  | Readonly<{ kind: 'silent'; isHandled: boolean }>
  | Readonly<{ kind: 'instead'; answer: StandInAnswer; isHandled: boolean }>
  /** It was done, and the answer says something else. */
  | Readonly<{ kind: 'changed'; change(answer: StandInAnswer): StandInAnswer }>
  /** It was done, and the body ends in the middle, or comes byte by byte, or is not HTTP. */
  | Readonly<{ kind: 'truncated' | 'dripping' | 'garbage' }>
  /** It is done, and the answer comes this much later. */
  | Readonly<{ kind: 'delayed'; byMs: number }>

export type When = (request: SeenRequest) => boolean

/** `on('POST', /^\/payments$/)` */
export function on(method: string, path: RegExp): When {
  return (request) => request.method === method && path.test(request.path)
}

/** Waiting faults, each for a number of matching requests. The oldest that matches is taken. */
export class Faults {
  /** How many of each kind requests have met. */
  readonly met = new Map<Fault['kind'], number>()
  #waiting: { when: When; fault: Fault; times: number }[] = []

  inject(when: When, fault: Fault, times = 1): void {
    this.#waiting.push({ when, fault, times })
  }

  clear(): void {
    this.#waiting = []
  }

  take(request: SeenRequest): Fault | null {
    const found = this.#waiting.find(({ when }) => when(request))
    if (found === undefined) return null
    found.times -= 1
    this.#waiting = this.#waiting.filter(({ times }) => times > 0)
    const { kind } = found.fault
    this.met.set(kind, (this.met.get(kind) ?? 0) + 1)
    return found.fault
  }
}
