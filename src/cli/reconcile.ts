/** `flowlix reconcile`: compares our records with the acquirer's. */
import type { Difference } from '../core/reconciliation/difference.ts'
import type { Total } from '../core/reconciliation/reconcile.ts'
import { AcquirerUnavailable } from '../operations/acquirer/acquirers.ts'
import type { Gateway } from '../operations/gateway.ts'
import type { Span } from '../operations/reconciliation/read-statements.ts'
import { reconcileBooks } from '../operations/reconciliation/reconcile-books.ts'
import type { Repaired } from '../operations/reconciliation/repair-books.ts'
import { type Command, type Input, sandboxOption } from './command.ts'
import { describeUncompared, needsAttention } from './describe-uncompared.ts'
import { logChange } from './log-change.ts'
import { exitStatus, Refused, UsageError } from './mistakes.ts'
import { withGateway } from './open-data.ts'
import { readTime } from './read-time.ts'
import { repairByRule, sumsByCurrency } from './repair-by-rule.ts'
import type { Terminal } from './terminal.ts'

export const reconcileCommand: Command = {
  name: 'reconcile',
  settings: 'reconcile',
  summary: "Compare the gateway's payments with the acquirer's statement.",
  details: [
    'With --repair, differences with a safe repair are repaired: approvals that match a payment are adopted, and charges that belong to no payment are reversed. The plan is printed first. At a terminal, you are asked to confirm it; elsewhere, --yes is required.',
    'Exit status 3 means that differences remain, or that payments could not be compared.',
  ],
  options: {
    mode: { value: 'test|live', meaning: 'Which payments to compare.', isRequired: true },
    from: { value: '<time>', meaning: 'The start of the statement. Default: two days before its end.' },
    to: { value: '<time>', meaning: 'The end of the statement, such as 2027-01-31T00:00:00Z. Default: now.' },
    repair: { value: null, meaning: 'Repair the differences that have a safe repair.' },
    'reverse-up-to': {
      value: '<n>',
      meaning: 'Do nothing if more than this many charges would be reversed. Default: 10.',
    },
    yes: { value: null, meaning: 'Repair without asking for confirmation.' },
    ...sandboxOption,
  },
  examples: [
    'flowlix reconcile --mode live --from 2027-01-30T00:00:00Z --to 2027-01-31T00:00:00Z',
    'flowlix reconcile --mode live --repair',
  ],
  run: (input, context) =>
    withGateway(context, async (gateway, app) => {
      // Reports a missing sandbox database as such.
      if (input.values.mode === 'test' && context.config.testAcquirers.length === 0) await app.sandbox.ready()
      const report = await reconcileReport(gateway, input, context.terminal)
      context.terminal.out(...report.lines)
      return report.status
    }),
}

type ReconcileReport = Readonly<{ lines: readonly string[]; status: number }>

export async function reconcileReport(
  gateway: Gateway,
  input: Input,
  terminal: Terminal,
): Promise<ReconcileReport> {
  const span = readSpan(input.values, gateway.clock.nowMs())
  const { equal, totals, differences, uncompared } = await compareOrRefuse(gateway, span)
  // What a damaged database does not show would be taken for money without a payment.
  if (input.switches.has('repair')) await gateway.storage.ping()
  const results = input.switches.has('repair')
    ? await repairByRule(gateway, span.mode, differences, input, terminal)
    : differences.map((difference) => ({ ...difference, result: 'left' as const }))
  const repaired = results.filter(({ result }) => result !== 'left').length
  if (repaired > 0) logChange(terminal, 'books_repaired', `${repaired} lines of ${span.mode} payments`)
  const left = results.filter(({ result, kind }) => result === 'left' && kind !== 'in_doubt')
  const lines = [
    `${span.mode} mode, ${new Date(span.fromMs).toISOString()} to ${new Date(span.toMs).toISOString()}`,
    [`${equal} match`, ...totals.map(describeTotal)].join(', '),
    ...countByKind(results),
    '',
    ...results.map(describe),
    ...uncompared.map((one) => describeUncompared(one, span.mode)),
    conclusion(left.length),
  ]
  const isDone = left.length === 0 && !uncompared.some(needsAttention)
  return { lines, status: isDone ? exitStatus.done : exitStatus.attention }
}

async function compareOrRefuse(gateway: Gateway, span: Span) {
  try {
    return await reconcileBooks(gateway, span)
  } catch (error) {
    if (error instanceof AcquirerUnavailable) throw new Refused(sentence(error.message))
    throw error
  }
}

function describeTotal({ currency, takenMinor, refundedMinor }: Total): string {
  return `${takenMinor} ${currency} taken and ${refundedMinor} ${currency} refunded`
}

function conclusion(left: number): string {
  if (left === 0) return 'No unresolved differences.'
  return left === 1 ? '1 difference remains.' : `${left} differences remain.`
}

function countByKind(results: readonly Repaired[]): readonly string[] {
  const groups = Map.groupBy(results, ({ kind }) => kind)
  return [...groups].map(([kind, members]) => `${kind} ${members.length}, ${sumsByCurrency(members)}`)
}

function describe(difference: Repaired): string {
  const { kind, reference, paymentId, amountMinor, currency, result, line, owner } = difference
  const theirId = line?.acquirerTransactionId ?? null
  return [
    kind,
    reference,
    paymentId ?? 'no payment',
    `${amountMinor} ${currency}`,
    ...(theirId === null ? [] : [`${theirId} at ${owner.acquirer}`]),
    outcome(difference, result),
  ].join('  ')
}

const waits: Readonly<Partial<Record<Difference['kind'], string>>> = {
  in_doubt: 'a worker is handling it',
  behind: 'the reversal has not reached the acquirer yet: a worker is handling it',
}

const reviews: Readonly<Partial<Record<Difference['kind'], string>>> = {
  another_installation: 'belongs to another installation: needs manual review',
  double: 'a second charge or refund under the same reference: needs manual review',
  other_account: 'our records have it under another account: needs manual review',
}

function outcome(difference: Difference, result: Repaired['result']): string {
  if (result !== 'left') return result
  const proposals = {
    adopt: 'can be adopted: run with --repair',
    reverse: 'can be reversed: run with --repair',
    wait: waits[difference.kind] ?? 'payment still open: run again later',
    customer: 'waiting for the customer to confirm it with the issuer',
    person: reviews[difference.kind] ?? 'needs manual review',
  } as const
  return proposals[difference.proposal]
}

const dayMs = 24 * 3_600_000

function readSpan({ mode, from, to }: Input['values'], nowMs: number): Span {
  if (mode !== 'test' && mode !== 'live') throw new UsageError('--mode must be test or live')
  const toMs = to === undefined ? nowMs : readTime('to', to)
  const fromMs = from === undefined ? toMs - 2 * dayMs : readTime('from', from)
  if (!(fromMs < toMs)) throw new UsageError('--from must be before --to')
  return { mode, fromMs, toMs }
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
}
