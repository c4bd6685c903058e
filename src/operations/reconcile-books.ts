/** Compares our book with those of the acquirers: one for each account that attempts have used or may use. */

import { paymentIdOf } from '../core/attempt/reference.ts'
import type { Mode, Payment } from '../core/payment/payment.ts'
import type { BookOwner } from '../core/reconciliation/difference.ts'
import { fitStatement } from '../core/reconciliation/fit-statement.ts'
import { type Comparison, compareBooks, together } from '../core/reconciliation/reconcile.ts'
import type { StatementLine } from '../core/reconciliation/statement.ts'
import type { Acquirer, PaymentPage } from '../ports.ts'
import { AcquirerUnavailable, ownAcquirer } from './acquirers.ts'
import type { Gateway } from './gateway.ts'

export type Span = Readonly<{ mode: Mode; fromMs: number; toMs: number }>

/** The acquirer's clock may be behind ours. */
const lookAheadMs = 10 * 60_000
const dayMs = 24 * 3_600_000
const pageLimit = 100

export async function reconcileBooks(gateway: Gateway, span: Span): Promise<Comparison> {
  const { byName } = gateway.acquirers[span.mode]
  if (byName.size === 0) throw new AcquirerUnavailable(`no acquirer is configured for ${span.mode} payments`)
  const comparisons: Comparison[] = []
  for (const [name, acquirer] of byName) {
    for (const account of await accountsAt(gateway, span, name)) {
      comparisons.push(await compareWith(gateway, span, acquirer, { acquirer: name, account }))
    }
  }
  return together(comparisons)
}

async function compareWith(
  gateway: Gateway,
  span: Span,
  acquirer: Acquirer,
  owner: BookOwner,
): Promise<Comparison> {
  const { fromMs, toMs } = span
  if (acquirer.statement === undefined)
    throw new AcquirerUnavailable('the acquirer does not provide statements')
  const lines = fitStatement(await acquirer.statement({ fromMs, toMs, account: owner.account }))
  if (typeof lines === 'string')
    throw new AcquirerUnavailable(`the acquirer's statement is not valid: ${lines}`)
  // After the statement, so that the intent behind every line is among them.
  const listed = await listPayments(gateway, span)
  const payments = [...listed, ...(await paymentsOf(gateway, lines, listed))]
  return compareBooks({ payments, lines, span, installationId: gateway.installationId, owner })
}

/** That of the credentials, those of the merchants, and those that attempts have used before. */
async function accountsAt(gateway: Gateway, span: Span, name: string): Promise<ReadonlySet<string | null>> {
  const merchants = await gateway.storage.listMerchants()
  const own = merchants
    .map((merchant) => ownAcquirer(span.mode, merchant))
    .filter((own) => own?.name === name)
  const attempts = (await listPayments(gateway, span)).flatMap((payment) => payment.attempts)
  return new Set([
    null,
    ...own.map((own) => own?.account ?? null),
    ...attempts.filter(({ acquirer }) => acquirer === name).map(({ account }) => account),
  ])
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
