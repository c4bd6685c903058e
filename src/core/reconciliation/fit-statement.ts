/**
 * The lines of an acquirer's statement, checked like its answers. One that does not fit makes the whole statement
 * worthless. References and IDs are shown to operators, so card numbers in them are masked; our own references have none.
 */
import { isHandle, isName } from '../attempt/fit-answers.ts'
import { mask } from '../card/mask.ts'
import { currencies, isAmountMinor } from '../money.ts'
import type { StatementLine } from './statement.ts'

const states = ['pending', 'challenged', 'approved', 'succeeded', 'declined', 'failed', 'reversed'] as const

/** The lines, or a sentence that says where the first one that does not fit is. */
export function fitStatement(lines: unknown): readonly StatementLine[] | string {
  if (!Array.isArray(lines)) return 'it is not a list'
  const fitting: StatementLine[] = []
  for (const [index, line] of lines.entries()) {
    const fit = fitLine(line)
    if (typeof fit === 'string') return `line ${index + 1} has no valid ${fit}`
    fitting.push(fit)
  }
  return fitting
}

/** The line, or the name of the field that does not fit. */
function fitLine(line: unknown): StatementLine | keyof StatementLine {
  const fields = (typeof line === 'object' && line !== null ? line : {}) as Partial<Record<string, unknown>>
  const { reference, handle = null, acquirerTransactionId = null, kind, amountMinor, atMs } = fields
  const { last4 = null, originalReference = null } = fields
  const state = states.find((state) => state === fields.state)
  const currency = currencies.find((currency) => currency === fields.currency)
  if (!isName(reference)) return 'reference'
  if (handle !== null && !isHandle(handle)) return 'handle'
  if (acquirerTransactionId !== null && !isName(acquirerTransactionId)) return 'acquirerTransactionId'
  if (kind !== 'authorization' && kind !== 'refund') return 'kind'
  if (state === undefined) return 'state'
  if (!isAmountMinor(amountMinor)) return 'amountMinor'
  if (currency === undefined) return 'currency'
  if (last4 !== null && !isLast4(last4)) return 'last4'
  if (originalReference !== null && !isName(originalReference)) return 'originalReference'
  if (!isTime(atMs)) return 'atMs'
  return {
    reference: mask(reference),
    handle,
    acquirerTransactionId: masked(acquirerTransactionId),
    kind,
    state,
    amountMinor,
    currency,
    last4,
    originalReference: masked(originalReference),
    atMs,
  }
}

function masked(name: string | null): string | null {
  return name === null ? null : mask(name)
}

function isLast4(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9]{4}$/.test(value)
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
