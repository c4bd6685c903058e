/** Compares our book with those of the acquirers: one for each account that attempts have used or may use. */

import { paymentIdOf } from '../../core/attempt/reference.ts'
import type { Payment } from '../../core/payment/payment.ts'
import { booksOf } from '../../core/reconciliation/books.ts'
import type { BookOwner } from '../../core/reconciliation/difference.ts'
import { type Comparison, compareBooks, together } from '../../core/reconciliation/reconcile.ts'
import type { StatementLine } from '../../core/reconciliation/statement.ts'
import type { PaymentPage } from '../../ports/storage.ts'
import { AcquirerNotConfigured } from '../acquirer/acquirers.ts'
import type { Gateway } from '../gateway.ts'
import { mismatchedAccount } from './mismatched-account.ts'
import { type ReadStatements, readStatements, type Span } from './read-statements.ts'
import { entriesAt, missingAcquirers, type Uncompared } from './uncompared.ts'

type Reconciled = Comparison & Readonly<{ uncompared: readonly Uncompared[] }>

/** Our clock may have been ahead when a payment was created. */
const lookAheadMs = 10 * 60_000
const dayMs = 24 * 3_600_000
const pageLimit = 100

/** Changes nothing. Throws AcquirerUnavailable if the mode has no acquirer. */
export async function reconcileBooks(gateway: Gateway, span: Span): Promise<Reconciled> {
  const { byName } = gateway.acquirers[span.mode]
  if (byName.size === 0) throw new AcquirerNotConfigured(span.mode, null)
  const read = await readStatements(gateway, span, await listPayments(gateway, span))
  // After the statements, so that the intent behind every line is among them.
  const listed = await listPayments(gateway, span)
  const lines = read.flatMap(({ statements }) => statements.flatMap((statement) => statement.lines))
  const payments = [...listed, ...(await paymentsOf(gateway, lines, listed))]
  const comparisons: Comparison[] = []
  const missed: BookOwner[] = []
  for (const comparison of read.flatMap((one) => compare(gateway, span, one, payments))) {
    const owner = await mismatchedAccount(gateway, span.mode, payments, comparison)
    if (owner === null) comparisons.push(comparison)
    else missed.push(owner)
  }
  const uncompared = [
    ...missed.map(({ acquirer, account }) => {
      const entries = entriesAt(listed, span, acquirer, account)
      return { acquirer, account, why: 'another_account', cause: null, entries } as const
    }),
    ...read.flatMap(({ acquirer, unread }) =>
      unread.map((why) => ({ ...why, acquirer, entries: entriesAt(listed, span, acquirer, why.account) })),
    ),
    ...missingAcquirers(listed, span, byName),
  ]
  return { ...together(comparisons), uncompared }
}

function compare(
  { installationId }: Gateway,
  span: Span,
  { acquirer, statements }: ReadStatements,
  payments: readonly Payment[],
): readonly Comparison[] {
  return booksOf(statements, installationId).map(({ names: [account, ...otherNames], lines }) =>
    compareBooks({ payments, lines, span, installationId, owner: { acquirer, account }, otherNames }),
  )
}

async function listPayments(gateway: Gateway, { mode, fromMs, toMs }: Span): Promise<readonly Payment[]> {
  // Refunds are accepted until the window closes, and may move money for a while after that.
  const createdFromMs = fromMs - gateway.rules.refundWindowMs - dayMs
  const all: Payment[] = []
  for (const merchant of await gateway.storage.listMerchants()) {
    let cursor: Payment | null | undefined = null
    do {
      const page: PaymentPage = await gateway.storage.listPayments({
        merchantId: merchant.id,
        mode,
        limit: pageLimit,
        startingAfter: cursor,
        endingBefore: null,
        filters: {},
        createdFromMs,
        createdBeforeMs: toMs + lookAheadMs,
      })
      all.push(...page.payments)
      cursor = page.hasMore ? page.payments.at(-1) : null
    } while (cursor != null)
  }
  return all
}

/** Payments of the lines that are not listed. A session may last a year, and what only the acquirer has is reversed. */
async function paymentsOf(
  gateway: Gateway,
  lines: readonly StatementLine[],
  listed: readonly Payment[],
): Promise<readonly Payment[]> {
  const listedIds = new Set(listed.map(({ id }) => id))
  const ids = new Set(
    lines.map((line) => paymentIdOf(gateway.installationId, line.originalReference ?? line.reference)),
  )
  const payments: Payment[] = []
  for (const id of ids) {
    if (id === null || listedIds.has(id)) continue
    const payment = await gateway.storage.findPayment(id)
    if (payment !== null) payments.push(payment)
  }
  return payments
}
