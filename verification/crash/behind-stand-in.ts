/** What a crash campaign does with any stand-in behind the gateway: plays its customers, reads its log, compares its book. */
import { DatabaseSync } from 'node:sqlite'
import { Browser, withoutEntities } from '../../src/sandbox-control/browser.ts'
import type { RequestLog } from '../acquirers/stand-in/request-log.ts'
import { databaseFile } from '../gateway-process.ts'
import type { Finding } from '../scan/scan-folder.ts'
import { type BookCheck, compareBooks, type Row } from './books.ts'
import type { Cards } from './cards.ts'
import type { CrashAcquirer } from './crash-acquirer.ts'
import { withBook } from './sqlite-books.ts'

/**
 * The page leads to the issuer, who sends the customer back. `link` finds the issuer's address in it, and `field` is what
 * the issuer's form calls the outcome.
 */
export function challengeBy(link: RegExp, field: string): CrashAcquirer['answerChallenge'] {
  return async (gatewayUrl, id, choice, signal) => {
    const browser = new Browser(fetch, signal)
    const page = await browser.open(`${gatewayUrl}/hpp/${id}/authenticate`)
    const found = link.exec(page.html)?.[1]
    if (found === undefined) return false
    await browser.post(withoutEntities(found), { [field]: choice === 'pass' ? 'pass' : 'fail' })
    return true
  }
}

/** Card numbers in requests other than the one to `cardPath`, where they belong. */
export function cardDataIn(log: RequestLog, { marks }: Cards, cardPath: string): readonly Finding[] {
  return marks.pans.flatMap((pan) =>
    log
      .containing(pan)
      .filter(({ path }) => path !== cardPath)
      .map(({ path }) => ({ file: path, mark: 'a card number', encoding: 'plain', place: 'a request' })),
  )
}

const schema = `
  create table authorizations (reference, payment_key, amount_minor, currency, state);
  create table refunds (reference, amount_minor, state, becomes, due_at_ms);
  create table incidents (payment_key);
`

/** `fill` writes the stand-in's book in the form of the sandbox's ledger, in which the campaign compares books. */
export function checkStandInBooks(folder: string, fill: (theirs: DatabaseSync) => void): Promise<BookCheck> {
  const theirs = new DatabaseSync(':memory:')
  theirs.exec(schema)
  fill(theirs)
  return withBook(databaseFile(folder), (ours) =>
    compareBooks(ours, { rows: async (sql) => theirs.prepare(sql).all() as Row[] }),
  ).finally(() => theirs.close())
}
