/** What the tests need to know about an adapter, and the steps that they share. */
import assert from 'node:assert/strict'
import type {
  Acquirer,
  AuthorizeAnswer,
  AuthorizeRequest,
  Challenge,
  InquiryAnswer,
  MethodCompletion,
  RefundAnswer,
  RefundInquiryAnswer,
  RefundRequest,
  ResumeAnswer,
  ReversalAnswer,
  ThreeDsMethod,
} from './port.ts'
import { authorization, noDeadline } from './requests.ts'

export type Subject = Readonly<{
  name: string
  /** Approved immediately; its refunds succeed. */
  approvedPan: string
  /** Declined immediately. */
  declinedPan: string
  /** Requires a challenge; null if the test environment has none. */
  challengedPan: string | null
  /** Requires the 3-D Secure method before anything else; null if the adapter never asks for it. */
  methodPan: string | null
  /** Whether the test environment can settle payments on request. */
  canSettle: boolean
  /** The largest amount that the test environment approves, in minor units. Default: 999,999,999,999. */
  amountMinorMax?: number
  /** Called before each test. */
  open(): Promise<OpenAcquirer>
}>

export type OpenAcquirer = Readonly<{
  acquirer: Acquirer
  /** Completes the challenge as the customer would: opens its URL, or posts its fields there, and confirms. */
  passChallenge(challenge: Challenge): Promise<void>
  /** Settles all approvals, earlier and later ones: from now on they can no longer be reversed. */
  settle(): Promise<void>
  /** Resolves when all pending refunds have ended. */
  finishRefunds(): Promise<void>
  close(): Promise<void>
}>

/** An open acquirer with shorter calls. */
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

  authorize(request: AuthorizeRequest): Promise<AuthorizeAnswer> {
    return this.acquirer.authorize(request, noDeadline())
  }

  inquire(reference: string): Promise<InquiryAnswer> {
    return this.acquirer.inquire(reference, noDeadline())
  }

  reverse(reference: string): Promise<ReversalAnswer> {
    return this.acquirer.reverse(reference, noDeadline())
  }

  refund(request: RefundRequest): Promise<RefundAnswer> {
    return this.acquirer.refund(request, noDeadline())
  }

  inquireRefund(reference: string): Promise<RefundInquiryAnswer> {
    return this.acquirer.inquireRefund(reference, noDeadline())
  }

  /** An authorization that has been approved. */
  async approved(): Promise<AuthorizeRequest> {
    const request = authorization(this.subject.approvedPan)
    assert.equal((await this.authorize(request)).kind, 'approved')
    return request
  }

  /** A card that requires a challenge, perhaps after the 3-D Secure method. */
  async challenged(): Promise<Readonly<{ request: AuthorizeRequest; challenge: Challenge }>> {
    const request = authorization(this.subject.challengedPan ?? '')
    const first = await this.authorize(request)
    const challenge = first.kind === 'three_ds_method' ? await this.resume(request.reference, 'Y') : first
    if (challenge.kind !== 'challenge') return assert.fail(`expected a challenge, not ${challenge.kind}`)
    return { request, challenge }
  }

  passChallenge(challenge: Challenge): Promise<void> {
    return this.#open.passChallenge(challenge)
  }

  /** A card that requires the 3-D Secure method. */
  async asked(): Promise<Readonly<{ request: AuthorizeRequest; method: ThreeDsMethod }>> {
    const request = authorization(this.subject.methodPan ?? '')
    const method = await this.authorize(request)
    if (method.kind !== 'three_ds_method') return assert.fail(`expected a method, not ${method.kind}`)
    return { request, method }
  }

  async resume(reference: string, methodCompletion: MethodCompletion): Promise<ResumeAnswer> {
    const { acquirer } = this
    assert.equal(typeof acquirer.resume, 'function', 'an adapter that asks for the method has resume()')
    const answer = await acquirer.resume?.({ reference, methodCompletion }, noDeadline())
    return answer ?? assert.fail('resume() must answer')
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

/** A group of tests, by their sentences. */
export type Cases = Readonly<Record<string, (session: Session) => Promise<void>>>

export function isAccepted(answer: RefundAnswer | RefundInquiryAnswer): boolean {
  return answer.kind === 'pending' || answer.kind === 'succeeded'
}
