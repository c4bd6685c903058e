/** The statements of one acquirer as books: one for each account, however many names it goes by. */
import { isOurs, isSameLine } from './same-line.ts'
import type { StatementLine } from './statement.ts'

/** Null: the account of the credentials. */
export type AccountName = string | null

export type Statement = Readonly<{ account: AccountName; lines: readonly StatementLine[] }>

type Book = Readonly<{
  names: readonly [AccountName, ...AccountName[]]
  /** A line that was read under several names is among them as often. */
  lines: readonly StatementLine[]
}>

/**
 * Statements that share a line of ours are the same account, read under two names: a merchant's account may be the one that
 * the credentials belong to. Compared as two, each payment would be missing in one of them. A common reference proves
 * nothing: references repeat after an older copy was restored, and then each account has a charge of its own.
 */
export function booksOf(statements: readonly Statement[], installationId: string): readonly Book[] {
  const books: Book[] = []
  for (const { account, lines } of statements) {
    const ours = Map.groupBy(
      lines.filter(({ reference }) => isOurs(reference, installationId)),
      ({ reference }) => reference,
    )
    const at = books.findIndex((book) => book.lines.some((line) => isAmong(line, ours)))
    const same = books[at]
    if (same === undefined) books.push({ names: [account], lines })
    else books[at] = { names: [...same.names, account], lines: [...same.lines, ...lines] }
  }
  return books
}

type Lines = ReadonlyMap<string, readonly StatementLine[]>

function isAmong(line: StatementLine, lines: Lines): boolean {
  return lines.get(line.reference)?.some((other) => isSameLine(line, other)) ?? false
}
