/**
 * Checkout.com's book, from its payment search: a line for each payment, and one for each refund. The search goes by the
 * payment's time, so it begins as long before the span as a payment can be refunded.
 */
import type { StatementLine } from '../../core/reconciliation/statement.ts'
import type { StatementRequest } from '../../ports/acquirer.ts'
import { type ApiAnswer, causeOf } from './api.ts'
import { type CheckoutPayment, entryOf, type Fields, fieldsOf, readPayment, textOf } from './bodies.ts'
import type { Context } from './context.ts'
import { refundsOf, withFullReferences } from './statement-refunds.ts'

const pageLimit = 500
const pageMs = 30_000
const wholeMs = 100 * pageMs
const refundableMs = 181 * 24 * 3_600_000

/** Rejects if the book cannot be read whole. */
export async function statement(
  context: Context,
  { fromMs, toMs, account }: StatementRequest,
): Promise<readonly StatementLine[]> {
  const channel = account ?? context.api.channel
  const signal = AbortSignal.timeout(wholeMs)
  const lines: StatementLine[] = []
  for await (const payment of searched(context, fromMs - refundableMs, toMs, signal)) {
    if (payment.channel !== null && payment.channel !== channel) continue
    const isIn = ({ atMs }: StatementLine) => atMs >= fromMs && atMs < toMs
    // Most refunds are not of the span, and need not be asked about.
    if (linesOf(payment).some(isIn))
      lines.push(...linesOf(await withFullReferences(context, payment, signal)).filter(isIn))
  }
  return lines
}

type Listed = CheckoutPayment & Readonly<{ channel: string | null }>

async function* searched(
  context: Context,
  fromMs: number,
  toMs: number,
  signal: AbortSignal,
): AsyncGenerator<Listed> {
  const time = { deadlineMs: pageMs, signal }
  const body = { limit: pageLimit, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
  let page = pageOf(await context.api.post('/payments/search', body, null, time))
  for (;;) {
    yield* page.payments
    if (page.next === null) return
    page = pageOf(await context.api.get(pathOf(page.next, context.api.origin), time))
  }
}

type Page = Readonly<{ payments: readonly Listed[]; next: string | null }>

function pageOf(answer: ApiAnswer): Page {
  if (answer.kind !== 'answered' || answer.status !== 200) {
    throw new Error(`Checkout.com did not provide its payments (${causeOf(answer)})`)
  }
  const { data, _links } = fieldsOf(answer.body)
  if (!Array.isArray(data))
    throw new Error('Checkout.com answered the search with something other than a list')
  return {
    payments: data.flatMap((one) => listed(fieldsOf(one))),
    next: data.length === 0 ? null : textOf(fieldsOf(fieldsOf(_links).next).href),
  }
}

/** Payments in other currencies are not ours. */
function listed(fields: Fields): readonly Listed[] {
  const payment = readPayment(fields)
  return payment === null ? [] : [{ ...payment, channel: textOf(fields.processing_channel_id) }]
}

/** The link may name their host without our prefix. */
function pathOf(link: string, origin: string): string {
  const url = URL.parse(link, origin)
  if (url === null) throw new Error('Checkout.com named a next page that has no address')
  return `${url.pathname}${url.search}`
}

const ourForm = /^[0-9a-z]{8}-[0-9a-f]{32}a[0-9]{1,3}$/

/** Those that our payments can have. Programs that share the channel may have others. */
const states: Readonly<Record<string, StatementLine['state']>> = {
  authorized: 'pending',
  canceled: 'declined',
  captured: 'approved',
  declined: 'declined',
  expired: 'declined',
  'partially refunded': 'approved',
  pending: 'challenged',
  refunded: 'approved',
  voided: 'reversed',
}

function linesOf(payment: Listed): readonly StatementLine[] {
  const { id, status, amountMinor, currency, last4, requestedAtMs } = payment
  const isOurs = payment.fullReference !== null || ourForm.test(payment.reference ?? '')
  const state = entryOf(states, status) ?? (isOurs ? null : 'pending')
  if (state === null || (isOurs && requestedAtMs === null)) {
    throw new Error('Checkout.com listed a payment of ours whose status or time is unknown')
  }
  // What somebody else has booked without a time is in no span.
  if (requestedAtMs === null) return []
  const common = { handle: null, currency }
  const reference = payment.fullReference ?? payment.reference ?? id
  return [
    {
      ...common,
      ...{ reference, acquirerTransactionId: id, kind: 'authorization', state, amountMinor, last4 },
      ...{ originalReference: null, atMs: requestedAtMs },
    },
    ...refundsOf(payment).map(({ processedAtMs, ...refund }) => ({
      ...common,
      ...refund,
      ...{ kind: 'refund' as const, amountMinor: refund.amountMinor ?? amountMinor, last4: null },
      ...{ originalReference: reference, atMs: processedAtMs ?? requestedAtMs },
    })),
  ]
}
