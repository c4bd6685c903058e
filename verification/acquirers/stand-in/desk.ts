/** Where the requests to a stand-in arrive, from a socket or from this process: they are logged, and some meet a fault. */
import { type Fault, Faults, type StandInAnswer } from './faults.ts'
import { RequestLog, type SeenRequest } from './request-log.ts'

type Received = Readonly<{
  fault: Fault | null
  /** The acquirer acts on it. */
  handle(): StandInAnswer
}>

export class Desk {
  readonly log = new RequestLog()
  readonly faults = new Faults()
  readonly #answer: (request: SeenRequest) => StandInAnswer
  readonly #late: SeenRequest[] = []

  /** `answer` acts on a request as the acquirer would. */
  constructor(answer: (request: SeenRequest) => StandInAnswer) {
    this.#answer = answer
  }

  receive(request: SeenRequest): Received {
    this.log.add(request)
    const fault = this.faults.take(request)
    if (fault?.kind === 'late') this.#late.push(request)
    return { fault, handle: () => this.#handle(request) }
  }

  /** Acts on the requests that were held back, in their order. */
  releaseLate(): void {
    for (const request of this.#late.splice(0)) this.#handle(request)
  }

  #handle(request: SeenRequest): StandInAnswer {
    this.log.noteHandled(request)
    return this.#answer(request)
  }
}
