/**
 * The simulated acquirer as one process sees it: every request of the port is a message that may be lost or late, and
 * the server behind it is what really happened. Each request for money is checked as it leaves.
 */
import type {
  AuthorizeAnswer,
  InquiryAnswer,
  PrepareAnswer,
  ResumeAnswer,
  ReversalAnswer,
} from '../../src/core/attempt/answers.ts'
import { isCorrectionOf } from '../../src/core/attempt/reference.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import type { Acquirer, AuthorizeRequest, PrepareRequest, RefundTerms } from '../../src/ports/acquirer.ts'
import type { Clock } from '../../src/ports/system.ts'
import { handleOf } from './acquirer-book.ts'
import type { AcquirerServer } from './acquirer-server.ts'
import type { Life } from './life.ts'
import { type Line, type Message, send } from './message.ts'
import { shorten } from './shorten.ts'
import { TermsChecks } from './terms-checks.ts'
import { TriedCards } from './tried-cards.ts'
import { readHolderName } from './ways.ts'
import type { World } from './world.ts'

/** The acquirer could not be asked for its book. */
class NoStatement extends Error {
  override name = 'NoStatement'
}

/** Here an acquirer may not find its own payments for longer than it says, and its account is always the right one. */
export const rightAccounts: Gateway['accounts'] = { check: async () => 'known' }

type Sender = Readonly<{ life: Life; clock: Clock }>
type Question<Answer> = Pick<Message<Answer>, 'name' | 'perform'> & Partial<Message<Answer>>

export class SimAcquirer {
  readonly server: AcquirerServer
  readonly #world: World
  readonly #line: Line
  readonly tried: TriedCards
  readonly #checks: TermsChecks
  readonly #resumed = new Set<string>()

  constructor(world: World, server: AcquirerServer, line: Line) {
    this.#world = world
    this.server = server
    this.#line = line
    this.tried = new TriedCards(world)
    this.#checks = new TermsChecks(world, server.book)
  }

  /** The port, for one life of a process. */
  portFor(sender: Sender): Acquirer {
    const { faults } = this.#world
    return {
      name: 'simulated',
      capabilities: {
        lookup: faults.prepares ? 'by_handle' : 'by_reference',
        attemptReversalIsTombstone: faults.isTombstone,
        refundReversalIsTombstone: faults.isTombstone,
        refundIsRepeatableForMs: faults.refundIsRepeatableForMs,
        quietMs: 60_000,
      },
      returnFields: ['token'],
      ...(faults.prepares && {
        prepare: (request, signal) => this.#prepare(sender, request, signal),
      }),
      ...(faults.needsReturn && {
        finishChallenge: ({ attempt, returned }, signal) => {
          this.#checks.returned(attempt, returned)
          return this.#ask<InquiryAnswer>(sender, signal, {
            name: `go on ${shorten(attempt.reference)}`,
            perform: () => this.server.goOn(attempt.reference, returned),
            onReplyLost: (answer) => {
              if (answer.kind === 'approved') this.#world.count('approved_and_reply_lost')
            },
          })
        },
      }),
      authorize: (request, signal) => this.#authorize(sender, request, signal),
      resume: ({ attempt }, signal) => this.#resume(sender, this.#checks.attempt(attempt), signal),
      inquire: (attempt, signal) => this.#inquire(sender, this.#checks.attempt(attempt), signal),
      reverse: (attempt, signal) => this.#reverse(sender, this.#checks.attempt(attempt), signal),
      ...(faults.reversesRefunds && {
        reverseRefund: (refund, signal) => this.#reverse(sender, this.#checks.reversedRefund(refund), signal),
      }),
      refund: (request, signal) => {
        this.#checkRefund(request, sender.clock)
        this.#checks.attempt(request.original)
        return this.#send(sender, signal, {
          name: `refund ${shorten(request.reference)}`,
          perform: () => this.server.refund(request),
        })
      },
      inquireRefund: ({ reference, original }, signal) => {
        this.#checks.attempt(original)
        return this.#ask(sender, signal, {
          name: `inquire refund ${shorten(reference)}`,
          perform: () => this.server.inquireRefund(reference),
        })
      },
      statement: ({ account }) => this.#statement(sender, account),
    }
  }

  /** Whatever happens to it, no money has moved. */
  async #prepare(
    sender: Sender,
    { reference, account }: PrepareRequest,
    signal: AbortSignal,
  ): Promise<PrepareAnswer> {
    this.#checkIntent(reference, this.server.book.intendedAtMs(reference), sender.clock)
    this.#checks.account(reference, account)
    const answer = await this.#send<PrepareAnswer>(sender, signal, {
      name: `prepare ${shorten(reference)}`,
      perform: () => ({ kind: 'prepared', handle: handleOf(reference) }),
    })
    return answer.kind === 'prepared' ? answer : { kind: 'not_sent', cause: 'no handle' }
  }

  #authorize(sender: Sender, request: AuthorizeRequest, signal: AbortSignal): Promise<AuthorizeAnswer> {
    const { server } = this
    const { reference } = request
    this.#checkIntent(reference, server.book.intendedAtMs(reference), sender.clock)
    this.#checkForm(request)
    this.#checks.attempt(request)
    const { pan } = request.card.reveal()
    this.tried.send(sender.life, reference, pan)
    // When it arrives, its sender may have given up and wiped the card.
    const { plan } = readHolderName(request.card.reveal().holderName)
    return this.#send<AuthorizeAnswer>(sender, signal, {
      name: `authorize ${shorten(reference)}`,
      perform: () => server.authorize(request, plan),
      distort: (answer) => server.distort(reference, answer),
      onReplyLost: (answer) => {
        if (answer.kind === 'approved') this.#world.count('approved_and_reply_lost')
      },
      onHeard: () => {
        if (server.book.progressOf(reference) === 'decided') this.#world.count('answer_after_decision')
      },
    })
  }

  /** Once, like the card: the answer may be an approval. */
  #resume(sender: Sender, reference: string, signal: AbortSignal): Promise<ResumeAnswer> {
    const { server } = this
    this.#checkIntent(reference, server.book.resumedAtMs(reference), sender.clock)
    // A restored copy may have forgotten the attempt, and its reference is used again.
    const name = `${reference} ${this.#world.restorations}`
    this.#world.must(!this.#resumed.has(name), `${shorten(reference)} is continued twice`)
    this.#resumed.add(name)
    return this.#ask<ResumeAnswer>(sender, signal, {
      name: `resume ${shorten(reference)}`,
      perform: () => server.resume(reference),
      distort: (answer) => server.distort(reference, answer),
      onReplyLost: (answer) => {
        if (answer.kind === 'approved') this.#world.count('approved_and_reply_lost')
      },
    })
  }

  #inquire(sender: Sender, reference: string, signal: AbortSignal): Promise<InquiryAnswer> {
    const { server } = this
    return this.#ask<InquiryAnswer>(sender, signal, {
      name: `inquire ${shorten(reference)}`,
      perform: () => server.inquire(reference),
      distort: (answer) => server.distort(reference, answer),
      onHeard: () => {
        if (server.book.progressOf(reference) !== 'open') this.#world.count('stale_inquiry_answer')
      },
    })
  }

  #reverse(sender: Sender, reference: string, signal: AbortSignal): Promise<ReversalAnswer> {
    const { faults } = this.#world
    return this.#ask<ReversalAnswer>(sender, signal, {
      name: `reverse ${shorten(reference)}`,
      perform: () => this.server.reverse(reference),
      onReplyLost: () => this.#world.count('reversal_lost'),
      lossOfRequest: Math.max(faults.requestLost, faults.reversalLost),
    })
  }

  async #statement(sender: Sender, account: string | null) {
    const perform = () => ({ kind: 'statement', lines: this.server.book.statement(account) }) as const
    const answer = await this.#ask(sender, new AbortController().signal, { name: 'statement', perform })
    if (answer.kind !== 'statement') throw new NoStatement()
    return answer.lines
  }

  #send<Answer>({ life }: Sender, signal: AbortSignal, question: Question<Answer>) {
    return send<Answer>({ world: this.#world, line: this.#line, life, signal, ...question })
  }

  /** Whether a question was sent does not matter: it can be asked again. */
  async #ask<Answer>(sender: Sender, signal: AbortSignal, question: Question<Answer>) {
    const answer = await this.#send(sender, signal, question)
    return isNotSent(answer) ? ({ kind: 'unknown', cause: 'not sent' } as const) : answer
  }

  /** Asked for money: the intent is on disk, and its sender has not slept so long that another one has it. */
  #checkIntent(reference: string, intendedAtMs: number | null, clock: Clock): void {
    const world = this.#world
    world.must(intendedAtMs !== null, `${shorten(reference)} is sent, and nothing was saved about it`)
    const ageMs = clock.nowMs() - (intendedAtMs ?? 0)
    world.must(ageMs < productionRules.leaseMs, `${shorten(reference)} is sent after its lease`)
  }

  /** What is paid back under a name of its own can be repeated, so it may be sent at any time: but never for a success. */
  #checkRefund({ reference, original }: RefundTerms, clock: Clock): void {
    if (isCorrectionOf(reference, original.reference)) this.server.book.onReversal(original.reference)
    else if (this.#world.faults.refundIsRepeatableForMs !== null) this.#checks.refund(reference)
    else this.#checkIntent(reference, this.server.book.intendedAtMs(reference), clock)
  }

  /** A card goes out for the attempt that its form was shown for, and for no other one. */
  #checkForm({ reference, card }: AuthorizeRequest): void {
    const { formNumber } = readHolderName(card.reveal().holderName)
    const isIts = this.server.book.attemptNumberOf(reference) === formNumber
    this.#world.must(isIts, `a form of attempt ${formNumber} has sent ${shorten(reference)}`)
  }
}

function isNotSent(answer: unknown): answer is Readonly<{ kind: 'not_sent' }> {
  return (answer as Readonly<{ kind: string }>).kind === 'not_sent'
}
