/** `flowlix reconcile`: our book beside the acquirer's. Exit status 0 when nothing is left unexplained, else 2. */
import { parseArgs } from 'node:util'
import type { Difference } from '../core/difference.ts'
import type { Total } from '../core/reconcile.ts'
import { AcquirerUnavailable, type Gateway } from '../operations/gateway.ts'
import { compare, type Span } from '../operations/reconcile-books.ts'
import { type Repaired, repair } from '../operations/repair-books.ts'
import { UsageError } from './usage.ts'

const options = {
  mode: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  repair: { type: 'boolean' },
} as const

export type ReconcileReport = Readonly<{ text: string; exitCode: 0 | 2 }>

export async function reconcile(gateway: Gateway, args: readonly string[]): Promise<ReconcileReport> {
  const { values } = parseArgs({ args: [...args], options, strict: true })
  const span = readSpan(values, gateway.clock.nowMs())
  const { equal, totals, differences } = await compareOrRefuse(gateway, span)
  const results: Repaired[] = []
  for (const difference of differences) {
    results.push(
      values.repair === true
        ? await repair(gateway, span.mode, difference)
        : { ...difference, result: 'left' },
    )
  }
  const left = results.filter(({ result, kind }) => result === 'left' && kind !== 'in_doubt')
  const text = [
    `${span.mode} mode, ${new Date(span.fromMs).toISOString()} to ${new Date(span.toMs).toISOString()}`,
    [`equal ${equal}`, ...totals.map(tellTotal)].join(', '),
    ...countByKind(results),
    '',
    ...results.map(describe),
    conclusion(left.length),
  ].join('\n')
  return { text, exitCode: left.length === 0 ? 0 : 2 }
}

async function compareOrRefuse(gateway: Gateway, span: Span) {
  try {
    return await compare(gateway, span)
  } catch (error) {
    if (error instanceof AcquirerUnavailable) throw new UsageError(error.message)
    throw error
  }
}

function tellTotal({ currency, takenMinor, refundedMinor }: Total): string {
  return `${takenMinor} ${currency} taken and ${refundedMinor} ${currency} refunded`
}

function conclusion(left: number): string {
  if (left === 0) return 'Nothing is left unexplained.'
  return left === 1 ? '1 difference is left.' : `${left} differences are left.`
}

function countByKind(results: readonly Repaired[]): readonly string[] {
  const groups = Map.groupBy(results, ({ kind }) => kind)
  return [...groups].map(([kind, members]) => `${kind} ${members.length}`)
}

function describe(difference: Repaired): string {
  const { kind, reference, paymentId, amountMinor, currency, result } = difference
  return `${kind}  ${reference}  ${paymentId ?? 'no payment'}  ${amountMinor} ${currency}  ${outcome(difference, result)}`
}

const waits: Readonly<Partial<Record<Difference['kind'], string>>> = {
  in_doubt: 'a worker is at it',
  behind: 'decided to be reversed, but they still hold it: a worker is at it',
}

function outcome(difference: Difference, result: Repaired['result']): string {
  if (result !== 'left') return result
  const proposals = {
    adopt: 'can be adopted: run with --repair',
    reverse: 'can be reversed: run with --repair',
    wait: waits[difference.kind] ?? 'waits until its payment has ended: run again',
    customer: 'waits for the customer to confirm it at the issuer',
    person:
      difference.kind === 'another_installation'
        ? 'belongs to another installation: a person must look'
        : 'needs a person',
  } as const
  return proposals[difference.proposal]
}

const dayMs = 24 * 3_600_000

function readSpan(values: { mode?: string; from?: string; to?: string }, nowMs: number): Span {
  const mode = values.mode ?? 'live'
  if (mode !== 'test' && mode !== 'live') throw new UsageError('--mode must be test or live')
  const toMs = values.to === undefined ? nowMs : Date.parse(values.to)
  const fromMs = values.from === undefined ? toMs - 2 * dayMs : Date.parse(values.from)
  if (!(fromMs < toMs))
    throw new UsageError('--from and --to must be times like 2026-11-23T00:00:00Z, in order')
  return { mode, fromMs, toMs }
}
