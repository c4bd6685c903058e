/** Reads the statements of all acquirers. One that cannot be read does not stop the others. */
import { safeCause } from '../../core/attempt/safe-cause.ts'
import type { Mode, Payment } from '../../core/payment/payment.ts'
import type { AccountName, Statement } from '../../core/reconciliation/books.ts'
import { fitStatement } from '../../core/reconciliation/fit-statement.ts'
import type { Acquirer } from '../../ports/acquirer.ts'
import { ownAcquirer } from '../acquirer/acquirers.ts'
import type { Gateway } from '../gateway.ts'
import type { Unread } from './uncompared.ts'

export type Span = Readonly<{ mode: Mode; fromMs: number; toMs: number }>

export type ReadStatements = Readonly<{
  acquirer: string
  statements: readonly Statement[]
  unread: readonly Unread[]
}>

/** `payments`: those whose attempts may be in the statements. */
export async function readStatements(
  gateway: Gateway,
  span: Span,
  payments: readonly Payment[],
): Promise<readonly ReadStatements[]> {
  const all: ReadStatements[] = []
  for (const [name, acquirer] of gateway.acquirers[span.mode].byName) {
    const accounts = await accountsAt(gateway, span, acquirer, payments)
    all.push({ acquirer: name, ...(await readAll(acquirer, span, accounts)) })
  }
  return all
}

/** That of the credentials, those of the merchants, and those that attempts have used before. */
async function accountsAt(
  gateway: Gateway,
  { mode }: Span,
  { name, defaultAccount }: Acquirer,
  payments: readonly Payment[],
): Promise<ReadonlySet<AccountName>> {
  const merchants = await gateway.storage.listMerchants()
  const usual = defaultAccount ?? null
  const own = merchants.flatMap((merchant) => {
    const chosen = ownAcquirer(mode, merchant)
    return chosen?.name === name ? [chosen.account ?? usual] : []
  })
  const attempts = payments.flatMap((payment) => payment.attempts)
  return new Set([
    usual,
    ...own,
    ...attempts.filter(({ acquirer }) => acquirer === name).map(({ account }) => account),
  ])
}

async function readAll(
  acquirer: Acquirer,
  span: Span,
  accounts: ReadonlySet<AccountName>,
): Promise<Omit<ReadStatements, 'acquirer'>> {
  if (acquirer.statement === undefined)
    return { statements: [], unread: [{ why: 'no_statements', cause: null }] }
  const statements: Statement[] = []
  const unread: Unread[] = []
  for (const account of accounts) {
    const lines = await linesOf(acquirer, span, account)
    if (typeof lines === 'string') unread.push({ account, why: 'unreadable', cause: lines })
    else statements.push({ account, lines })
  }
  return { statements, unread }
}

/** Or why they cannot be read. */
async function linesOf(
  acquirer: Acquirer,
  { fromMs, toMs }: Span,
  account: AccountName,
): Promise<Statement['lines'] | string> {
  try {
    const lines = fitStatement(await acquirer.statement?.({ fromMs, toMs, account }))
    return typeof lines === 'string' ? `it is not valid: ${lines}` : lines
  } catch (error) {
    return safeCause(error instanceof Error ? error.message : 'the adapter failed')
  }
}
