/** Whether a statement belongs to an account other than the one that our book means. */
import type { Mode, Payment } from '../../core/payment/payment.ts'
import type { BookOwner } from '../../core/reconciliation/difference.ts'
import type { Comparison } from '../../core/reconciliation/reconcile.ts'
import { entriesOf } from '../../core/reconciliation/reconcile-entries.ts'
import { checkAccount } from '../acquirer/ask-acquirer.ts'
import type { Gateway } from '../gateway.ts'

/** The account that the statement should belong to; null if there is no sign of a mismatch. */
export async function mismatchedAccount(
  gateway: Gateway,
  mode: Mode,
  payments: readonly Payment[],
  { totals, differences }: Comparison,
): Promise<BookOwner | null> {
  // One payment in both books is enough. What has not moved money is in no statement.
  if (totals.length > 0) return null
  const missing = new Set(
    differences.flatMap(({ kind, reference }) => (kind === 'only_ours' ? [reference] : [])),
  )
  const [newest] = payments
    .flatMap(entriesOf)
    .filter(({ reference }) => missing.has(reference))
    .toSorted((a, b) => b.atMs - a.atMs)
  if (newest === undefined) return null
  const { acquirer, account } = newest.owner
  // Late enough for the payment itself to be asked about.
  const startedAtMs = newest.atMs + gateway.rules.quietMs
  const sought = { account, startedAtMs, handle: null, acquirerTransactionId: null }
  return (await checkAccount(gateway, { mode, acquirer }, sought)) === 'missing' ? newest.owner : null
}
