/** An open acquirer, and the steps that the tests share. */
import assert from 'node:assert/strict'
import {
  fitAuthorizeAnswer,
  fitInquiryAnswer,
  fitPrepareAnswer,
  fitRefundAnswer,
  fitRefundInquiryAnswer,
  fitResumeAnswer,
  fitReversalAnswer,
} from '../../src/core/attempt/fit-answers.ts'
import { fitStatement } from '../../src/core/reconciliation/fit-statement.ts'
import { checkedAnswer, settled } from './check-answer.ts'
import type {
  Acquirer,
  AttemptTerms,
  AuthorizeAnswer,
  AuthorizeRequest,
  Challenge,
  FormFields,
  InquiryAnswer,
  MethodCompletion,
  PrepareAnswer,
  PrepareRequest,
  RefundAnswer,
  RefundInquiryAnswer,
  RefundTerms,
  ResumeAnswer,
  ReversalAnswer,
  StatementLine,
  ThreeDsMethod,
} from './port.ts'
import { authorization, noDeadline, termsOf } from './requests.ts'
import type { OpenAcquirer, Subject } from './subject.ts'

type Changes = Parameters<typeof authorization>[1]
type Request = ReturnType<typeof authorization>
type Started = Readonly<{ request: Request; attempt: AttemptTerms; answer: AuthorizeAnswer }>

const hourMs = 3_600_000
/** Between two readings of the statement. */
const pauseMs = 1_000

export class Session {
  readonly subject: Subject
  readonly #open: OpenAcquirer

  constructor(subject: Subject, open: OpenAcquirer) {
    this.subject = subject
    this.#open = open
  }

  get acquirer(): Acquirer {
    return this.#open.acquirer
  }

  /** A request that is announced, if the adapter wants that. */
  async announced(pan: string, changes?: Changes): Promise<Request> {
    const request = authorization(pan, changes)
    if (this.acquirer.prepare === undefined) return request
    return Object.assign(request, { handle: await this.prepare(request) })
  }

  async prepare(request: Omit<AuthorizeRequest, 'card'>): Promise<string> {
    const { reference, amountMinor, currency, account, statementName } = request
    const announcement = { reference, amountMinor, currency, account, statementName }
    const answer = await this.announce(announcement)
    return answer.kind === 'prepared' ? answer.handle : assert.fail(`expected prepared, not ${answer.kind}`)
  }

  announce(announcement: PrepareRequest, signal = noDeadline()): Promise<PrepareAnswer> {
    const { acquirer } = this
    return checkedAnswer('prepare', async () => acquirer.prepare?.(announcement, signal), fitPrepareAnswer)
  }

  authorize(request: AuthorizeRequest, signal = noDeadline()): Promise<AuthorizeAnswer> {
    return checkedAnswer('authorize', () => this.acquirer.authorize(request, signal), fitAuthorizeAnswer)
  }

  /** Announced and sent. */
  async start(pan: string, changes?: Changes): Promise<Started> {
    const request = await this.announced(pan, changes)
    const answer = await this.authorize(request)
    const transactionId = answer.kind === 'approved' ? answer.acquirerTransactionId : null
    return { request, answer, attempt: termsOf(request, transactionId) }
  }

  /** An authorization that has been approved. */
  async approved(changes?: Changes): Promise<AttemptTerms> {
    const { attempt, answer } = await this.start(this.subject.approvedPan, changes)
    assert.equal(answer.kind, 'approved')
    return attempt
  }

  inquire(attempt: AttemptTerms): Promise<InquiryAnswer> {
    return checkedAnswer('inquire', () => this.acquirer.inquire(attempt, noDeadline()), fitInquiryAnswer)
  }

  /** Acknowledged, if need be only after the time that the acquirer takes for it. */
  async reverse(attempt: AttemptTerms): Promise<ReversalAnswer> {
    const answer = await this.reverseOnce(attempt)
    const { tombstoneAfterMs = 0 } = this.subject
    if (answer.kind !== 'unknown' || tombstoneAfterMs === 0) return answer
    const startedAtMs = attempt.startedAtMs - tombstoneAfterMs
    const ageMs = attempt.ageMs + tombstoneAfterMs
    return this.reverseOnce({ ...attempt, startedAtMs, ageMs })
  }

  reverseOnce(attempt: AttemptTerms): Promise<ReversalAnswer> {
    return checkedAnswer('reverse', () => this.acquirer.reverse(attempt, noDeadline()), fitReversalAnswer)
  }

  refund(refund: RefundTerms): Promise<RefundAnswer> {
    return checkedAnswer('refund', () => this.acquirer.refund(refund, noDeadline()), fitRefundAnswer)
  }

  inquireRefund(refund: RefundTerms): Promise<RefundInquiryAnswer> {
    const ask = () => this.acquirer.inquireRefund(refund, noDeadline())
    return checkedAnswer('inquireRefund', ask, fitRefundInquiryAnswer)
  }

  reverseRefund(refund: RefundTerms): Promise<ReversalAnswer> {
    const ask = async () => this.acquirer.reverseRefund?.(refund, noDeadline())
    return checkedAnswer('reverseRefund', ask, fitReversalAnswer)
  }

  /** A card that requires a challenge, perhaps after the 3-D Secure method. */
  async challenged(): Promise<Readonly<{ attempt: AttemptTerms; challenge: Challenge }>> {
    const { attempt, answer } = await this.start(this.subject.challengedPan ?? '')
    const challenge = answer.kind === 'three_ds_method' ? await this.resume(attempt, 'Y') : answer
    if (challenge.kind !== 'challenge') return assert.fail(`expected a challenge, not ${challenge.kind}`)
    return { attempt, challenge }
  }

  /** What the browser brings back, as far as the adapter wants it. */
  async passChallenge(challenge: Challenge): Promise<FormFields> {
    const brought = await this.#open.passChallenge(challenge)
    const names = this.acquirer.returnFields ?? []
    return Object.fromEntries(Object.entries(brought).filter(([name]) => names.includes(name)))
  }

  /** The customer is back: the adapter continues, or the acquirer has continued by itself. */
  finish(attempt: AttemptTerms, returned: FormFields): Promise<InquiryAnswer> {
    const { acquirer } = this
    if (acquirer.finishChallenge === undefined) return this.inquire(attempt)
    const ask = async () => acquirer.finishChallenge?.({ attempt, returned }, noDeadline())
    return checkedAnswer('finishChallenge', ask, fitInquiryAnswer)
  }

  /** A card that requires the 3-D Secure method. */
  async asked(): Promise<Readonly<{ attempt: AttemptTerms; method: ThreeDsMethod }>> {
    const { attempt, answer } = await this.start(this.subject.methodPan ?? '')
    if (answer.kind !== 'three_ds_method') return assert.fail(`expected a method, not ${answer.kind}`)
    return { attempt, method: answer }
  }

  async resume(attempt: AttemptTerms, methodCompletion: MethodCompletion): Promise<ResumeAnswer> {
    const { acquirer } = this
    assert.equal(typeof acquirer.resume, 'function', 'an adapter that asks for the method has resume()')
    const ask = async () => acquirer.resume?.({ attempt, methodCompletion }, noDeadline())
    return checkedAnswer('resume', ask, fitResumeAnswer)
  }

  /** What was booked between so many hours ago and so many from now. Null: the adapter has no statements. */
  async statement(fromHours = -1, toHours = 1): Promise<readonly StatementLine[] | null> {
    const { acquirer } = this
    if (acquirer.statement === undefined) return null
    const nowMs = this.nowMs()
    const span = { fromMs: nowMs + fromHours * hourMs, toMs: nowMs + toHours * hourMs, account: null }
    const lines = fitStatement(await settled('statement', async () => acquirer.statement?.(span)))
    return typeof lines === 'string'
      ? assert.fail(`statement() returned something that the gateway does not accept: ${lines}`)
      : lines
  }

  /** The lines with these references, once there is one for each, or once the time for it is over. */
  async booked(references: readonly string[]): Promise<readonly StatementLine[] | null> {
    const untilMs = Date.now() + (this.subject.statementLagMs ?? 0)
    for (;;) {
      const lines = (await this.statement())?.filter(({ reference }) => references.includes(reference))
      const known = new Set(lines?.map(({ reference }) => reference))
      if (lines === undefined) return null
      if (known.size === references.length || Date.now() >= untilMs) return lines
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }

  /** The acquirer's time. */
  nowMs(): number {
    return this.#open.nowMs?.() ?? Date.now()
  }

  disconnect(): Promise<void> {
    return this.#open.disconnect?.() ?? assert.fail('a subject with canDisconnect must have disconnect()')
  }

  settle(): Promise<void> {
    return this.#open.settle()
  }

  finishRefunds(): Promise<void> {
    return this.#open.finishRefunds()
  }

  close(): Promise<void> {
    return this.#open.close()
  }
}

export function isAccepted(answer: RefundAnswer | RefundInquiryAnswer): boolean {
  return answer.kind === 'pending' || answer.kind === 'succeeded'
}
