/** A refund, from its request to its success. */
import type { RefundTerms } from '../ports/acquirer.ts'
import { type Bench, StepFailed } from './bench.ts'
import { expectKind, said } from './expect.ts'

const refundMs = 30_000

export async function refunded(bench: Bench, terms: RefundTerms): Promise<void> {
  await accepted(bench, terms)
  const answer = await bench.ask(
    (signal) => bench.acquirer.inquireRefund(terms, signal),
    ({ kind }) => kind === 'succeeded' || kind === 'failed',
  )
  expectKind(answer, 'succeeded', 'the inquiry about the refund')
}

/** Returns the acquirer's ID of the refund. */
export async function accepted({ acquirer }: Bench, terms: RefundTerms): Promise<string> {
  const answer = await acquirer.refund(terms, AbortSignal.timeout(refundMs))
  if (answer.kind === 'pending' || answer.kind === 'succeeded') return answer.acquirerRefundId
  throw new StepFailed(`the refund of ${terms.amountMinor} was answered with ${said(answer)}`)
}
