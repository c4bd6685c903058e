/** `flowlix payments list`: the newest payments of all merchants and modes, or of the requested ones. */
import { presentPayment } from '../api/present-payment.ts'
import type { Mode, Payment } from '../core/payment/payment.ts'
import type { PaymentFilters } from '../core/payment/payment-filters.ts'
import { publicStatuses, statusOf } from '../core/payment/status.ts'
import type { PaymentQuery, Storage } from '../ports/storage.ts'
import type { Input, Option } from './command.ts'
import { findMerchant } from './find-named.ts'
import { UsageError } from './mistakes.ts'
import { readTime, showTime } from './read-time.ts'
import { table } from './terminal.ts'

const limitDefault = 20
const limitMax = 100

export const listOptions = {
  merchant: { value: '<id>', meaning: 'Only list payments of this merchant.' },
  mode: { value: 'test|live', meaning: 'Only list payments in this mode.' },
  status: {
    value: '<status>',
    meaning: `Only list payments with this status: ${publicStatuses.join(', ')}.`,
  },
  from: {
    value: '<time>',
    meaning: 'Only list payments created at or after this time, such as 2027-01-31T12:00:00Z.',
  },
  to: { value: '<time>', meaning: 'Only list payments created before this time.' },
  limit: {
    value: '<n>',
    meaning: `Maximum number of payments to list, up to ${limitMax}. Default: ${limitDefault}.`,
  },
} as const satisfies Readonly<Record<string, Option>>

const modes: readonly Mode[] = ['test', 'live']

type Query = Readonly<{
  modes: readonly Mode[]
  filters: PaymentFilters
  createdFromMs: number | null
  createdBeforeMs: number | null
  limit: number
}>

/** Newest first; one more than asked for, if there are more. */
async function newestOf(
  storage: Storage,
  merchants: readonly string[],
  query: Query,
): Promise<readonly Payment[]> {
  const { modes, limit, ...rest } = query
  const wanted = merchants.flatMap((merchantId) => modes.map((mode) => ({ merchantId, mode })))
  const found: Payment[] = []
  for (const scope of wanted) {
    found.push(...(await take(storage, { ...rest, ...scope }, limit + 1)))
  }
  return found.toSorted((a, b) => b.createdAtMs - a.createdAtMs).slice(0, limit + 1)
}

type Scope = Omit<PaymentQuery, 'limit' | 'startingAfter' | 'endingBefore'>

/** A page of large payments may hold fewer than asked for. */
async function take(storage: Storage, scope: Scope, count: number): Promise<readonly Payment[]> {
  const taken: Payment[] = []
  for (let hasMore = true; hasMore && taken.length < count; ) {
    const cursor = { startingAfter: taken.at(-1) ?? null, endingBefore: null }
    const page = await storage.listPayments({ ...scope, ...cursor, limit: count - taken.length })
    taken.push(...page.payments)
    hasMore = page.hasMore
  }
  return taken
}

export async function listPayments(
  storage: Storage,
  { values, switches }: Input,
  payUrl: string,
): Promise<readonly string[]> {
  const query = readQuery(values)
  const merchants =
    values.merchant === undefined
      ? (await storage.listMerchants()).map(({ id }) => id)
      : [(await findMerchant(storage, values.merchant)).id]
  const found = await newestOf(storage, merchants, query)
  const page = found.slice(0, query.limit)
  const hasMore = found.length > query.limit
  return switches.has('json') ? [asJson(page, payUrl, hasMore)] : asTable(page, hasMore)
}

function readQuery({ mode, status, from, to, limit = String(limitDefault) }: Input['values']): Query {
  const count = /^\d{1,3}$/.test(limit) ? Number(limit) : 0
  if (count < 1 || count > limitMax) throw new UsageError(`--limit must be an integer from 1 to ${limitMax}`)
  return {
    modes: mode === undefined ? modes : [oneOf('mode', mode, modes)],
    filters: { status: status === undefined ? null : oneOf('status', status, publicStatuses) },
    createdFromMs: from === undefined ? null : readTime('from', from),
    createdBeforeMs: to === undefined ? null : readTime('to', to),
    limit: count,
  }
}

function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text)
  if (choice === undefined) throw new UsageError(`--${option} must be one of ${choices.join(', ')}`)
  return choice
}

function asJson(payments: readonly Payment[], payUrl: string, hasMore: boolean): string {
  const data = payments.map((payment) => presentPayment(payment, payUrl))
  return JSON.stringify({ object: 'list', data, has_more: hasMore, url: '/v1/payments' })
}

function asTable(payments: readonly Payment[], hasMore: boolean): readonly string[] {
  if (payments.length === 0) return ['No payments match.']
  const rows = payments.map((payment) => [
    payment.id,
    payment.mode,
    statusOf(payment),
    `${payment.amountMinor} ${payment.currency}`,
    showTime(payment.createdAtMs),
    payment.description ?? '',
  ])
  const names = ['ID', 'MODE', 'STATUS', 'AMOUNT (MINOR UNITS)', 'CREATED', 'DESCRIPTION']
  return [...table(names, rows), ...(hasMore ? ['More payments match: use --limit, --from, or --to.'] : [])]
}
