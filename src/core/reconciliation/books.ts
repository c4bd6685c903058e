/** The statements of one acquirer as books: one for each account, however many names it goes by. */
import { paymentIdOf, refundIdOf } from '../attempt/reference.ts'
import type { StatementLine } from './statement.ts'

/** Null: the account of the credentials. */
export type AccountName = string | null

export type Statement = Readonly<{ account: AccountName; lines: readonly StatementLine[] }>

type Book = Readonly<{
  names: readonly [AccountName, ...AccountName[]]
  lines: readonly StatementLine[]
}>

/**
 * A reference of ours is used once, so statements that share one are the same account, read under two names: a merchant's
 * account may be the one that the credentials belong to. Compared as two, each payment would be missing in one of them.
 */
export function booksOf(statements: readonly Statement[], installationId: string): readonly Book[] {
  const books: Book[] = []
  for (const { account, lines } of statements) {
    const ours = new Set(
      lines.map(({ reference }) => reference).filter((name) => isOurs(name, installationId)),
    )
    const at = books.findIndex((book) => book.lines.some((line) => ours.has(line.reference)))
    const same = books[at]
    if (same === undefined) books.push({ names: [account], lines })
    else books[at] = { names: [...same.names, account], lines: united(same.lines, lines) }
  }
  return books
}

/** The account may have booked something between the two readings. */
function united(first: readonly StatementLine[], second: readonly StatementLine[]): readonly StatementLine[] {
  const known = new Set(first.map(({ reference }) => reference))
  return [...first, ...second.filter((line) => !known.has(line.reference))]
}

function isOurs(reference: string, installationId: string): boolean {
  return (paymentIdOf(installationId, reference) ?? refundIdOf(installationId, reference)) !== null
}
