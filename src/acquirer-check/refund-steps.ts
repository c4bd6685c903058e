/** Money that is paid back, and what the acquirer's statement says about all of it. */
import type { Acquirer, AttemptTerms } from '../ports.ts'
import { type Bench, StepFailed, StepSkipped } from './bench.ts'
import { expectKind, said } from './expect.ts'
import { approved } from './payment-steps.ts'

const partMinor = 400

/** Sends a part twice under one reference, as after a lost answer, then the rest. */
export async function refund(bench: Bench): Promise<string> {
  const { attempt } = await approved(bench)
  const part = bench.refundOf(attempt, partMinor)
  const times = bench.acquirer.capabilities.refundIsRepeatableForMs === null ? 1 : 2
  for (let i = 0; i < times; i++) await accepted(bench, part)
  await succeeded(bench, part)
  const rest = bench.refundOf(attempt, attempt.amountMinor - partMinor)
  await accepted(bench, rest)
  await succeeded(bench, rest)
  return times === 1
    ? 'refunded in two parts'
    : 'refunded in two parts; the first one was sent twice and counted once'
}

type Refund = ReturnType<Bench['refundOf']>

async function accepted({ acquirer }: Bench, terms: Refund): Promise<void> {
  const answer = await acquirer.refund(terms, AbortSignal.timeout(30_000))
  if (answer.kind !== 'pending' && answer.kind !== 'succeeded')
    throw new StepFailed(`the refund of ${terms.amountMinor} was answered with ${said(answer)}`)
}

async function succeeded(bench: Bench, terms: Refund): Promise<void> {
  const answer = await bench.ask(
    (signal) => bench.acquirer.inquireRefund(terms, signal),
    ({ kind }) => kind === 'succeeded' || kind === 'failed',
  )
  expectKind(answer, 'succeeded', 'the inquiry about the refund')
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
  part: Refund,
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
