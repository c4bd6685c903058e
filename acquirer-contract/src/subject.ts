/** What the tests need to know about an adapter, and the steps that they share. */
import assert from 'node:assert/strict'
import type {
  Acquirer,
  AuthorizeAnswer,
  AuthorizeRequest,
  InquiryAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  RefundRequest,
  ReversalAnswer,
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
  /** Whether the test environment can settle payments on request. */
  canSettle: boolean
  /** The largest amount that the test environment approves, in minor units. Default: 999,999,999,999. */
  amountMinorMax?: number
  /** Called before each test. */
  open(): Promise<OpenAcquirer>
}>

export type OpenAcquirer = Readonly<{
  acquirer: Acquirer
  /** Completes the challenge at this URL as the customer would. */
  passChallenge(url: string): Promise<void>
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

  /** A card that requires a challenge, and the URL of its challenge. */
  async challenged(): Promise<Readonly<{ request: AuthorizeRequest; answer: AuthorizeAnswer; url: string }>> {
    const request = authorization(this.subject.challengedPan ?? '')
    const answer = await this.authorize(request)
    if (answer.kind !== 'challenge') return assert.fail(`expected a challenge, not ${answer.kind}`)
    return { request, answer, url: answer.url }
  }

  passChallenge(url: string): Promise<void> {
    return this.#open.passChallenge(url)
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
