/** Money that is paid back, and what the acquirer's statement says about all of it. */
import type { Acquirer, AttemptTerms, RefundTerms } from '../ports.ts'
import { type Bench, StepFailed, StepSkipped } from './bench.ts'
import { approved } from './payment-steps.ts'
import { accepted, refunded } from './refunded.ts'

const partMinor = 400

/** Sends a part twice under one reference, as after a lost answer, then the rest. */
export async function refund(bench: Bench): Promise<string> {
  const { attempt } = await approved(bench)
  const part = bench.refundOf(attempt, partMinor)
  const times = bench.acquirer.capabilities.refundIsRepeatableForMs === null ? 1 : 2
  if (times === 2) await accepted(bench, part)
  await refunded(bench, part)
  const rest = bench.refundOf(attempt, attempt.amountMinor - partMinor)
  await refunded(bench, rest)
  return times === 1
    ? 'refunded in two parts'
    : 'refunded in two parts; the first one was sent twice and counted once'
}

/** Of a payment, a refund, and a decline, only what moved money may count. */
export async function statement(bench: Bench): Promise<string> {
  const { acquirer, options } = bench
  if (acquirer.statement === undefined) throw new StepSkipped('the adapter has no statement()')
  const { attempt } = await approved(bench)
  const part = bench.refundOf(attempt, partMinor)
  await accepted(bench, part)
  const problem = await bench.ask(
    () =>
      problemOf(acquirer, attempt, part, { fromMs: bench.startedAtMs - 60_000, account: options.account }),
    (found) => found === null,
  )
  if (problem !== null) throw new StepFailed(problem)
  return 'lists the payment and its refund'
}

async function problemOf(
  acquirer: Acquirer,
  attempt: AttemptTerms,
  part: RefundTerms,
  span: Readonly<{ fromMs: number; account: string | null }>,
): Promise<string | null> {
  const lines = (await acquirer.statement?.({ ...span, toMs: Date.now() + 60_000 })) ?? []
  const taken = lines.find(({ reference }) => reference === attempt.reference)
  const back = lines.filter(({ reference }) => reference === part.reference)
  if (taken === undefined) return 'the payment is missing'
  if (taken.state !== 'approved' || taken.amountMinor !== attempt.amountMinor)
    return `the payment is ${taken.state} with ${taken.amountMinor}`
  if (back.length !== 1) return `the refund is listed ${back.length} times`
  return back[0]?.amountMinor === partMinor ? null : `the refund has the amount ${back[0]?.amountMinor}`
}
