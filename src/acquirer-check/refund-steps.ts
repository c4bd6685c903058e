/** Money that is paid back, and what the acquirer's statement says about all of it. */
import type { StatementLine } from '../core/reconciliation/statement.ts'
import type { AttemptTerms, RefundTerms } from '../ports/acquirer.ts'
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

export async function statement(bench: Bench): Promise<string> {
  if (bench.acquirer.statement === undefined) throw new StepSkipped('the adapter has no statement()')
  await listed(bench, (await approved(bench)).attempt)
  return 'lists the payment and its refund'
}

/** The same, with a card for which references may have to be shortened. */
export async function americanExpress(bench: Bench): Promise<string> {
  if (bench.acquirer.statement === undefined) throw new StepSkipped('the adapter has no statement()')
  const { attempt } = await approved(bench, bench.options.cards.americanExpress, '--amex-card')
  await listed(bench, attempt)
  return "lists the payment and its refund under the gateway's references"
}

/** A part of the payment is refunded. Both must then be listed once, as the answers were. */
async function listed(bench: Bench, attempt: AttemptTerms): Promise<void> {
  const { acquirer, options } = bench
  const part = bench.refundOf(attempt, partMinor)
  const acquirerRefundId = await accepted(bench, part)
  const span = { fromMs: bench.startedAtMs - 60_000, account: options.account }
  const problem = await bench.ask(
    async () => {
      const lines = (await acquirer.statement?.({ ...span, toMs: Date.now() + 60_000 })) ?? []
      return paymentProblem(lines, attempt) ?? refundProblem(lines, { ...part, acquirerRefundId })
    },
    (found) => found === null,
  )
  if (problem !== null) throw new StepFailed(problem)
}

type Lines = readonly StatementLine[]

function paymentProblem(
  lines: Lines,
  { reference, amountMinor, acquirerTransactionId }: AttemptTerms,
): string | null {
  const line = only(lines, reference, 'payment')
  if (typeof line === 'string') return line
  if (line.state !== 'approved' || line.amountMinor !== amountMinor)
    return `the payment is ${line.state} with ${line.amountMinor}`
  return idProblem(line, acquirerTransactionId)
}

function refundProblem(
  lines: Lines,
  { reference, amountMinor, acquirerRefundId }: RefundTerms,
): string | null {
  const line = only(lines, reference, 'refund')
  if (typeof line === 'string') return line
  if (line.amountMinor !== amountMinor) return `the refund has the amount ${line.amountMinor}`
  return idProblem(line, acquirerRefundId)
}

function only(lines: Lines, reference: string, what: string): StatementLine | string {
  const [line, ...others] = lines.filter((one) => one.reference === reference)
  if (line === undefined) return `the ${what} is missing, or it is listed without the gateway's reference`
  return others.length === 0 ? line : `the ${what} is listed ${others.length + 1} times`
}

/** If they differ, reconciliation takes one transaction for two. */
function idProblem({ acquirerTransactionId: listed }: StatementLine, answered: string | null): string | null {
  return listed === null || listed === answered ? null : `${answered} is listed under another ID, ${listed}`
}
