/**
 * The tables of values that grow with the program. Every start adds the values that are missing, so a new currency, card
 * brand or decline code needs no migration.
 */

import { brands } from '../core/card/card.ts'
import { declineCodes } from '../core/decline.ts'
import { currencies } from '../core/money.ts'
import { DatabaseRefused } from '../platform/database-refused.ts'

/** Its one column is `code`. */
export type ReferenceTable = Readonly<{ table: string; codes: readonly string[] }>

export const referenceTables: readonly ReferenceTable[] = [
  { table: 'currencies', codes: currencies },
  { table: 'card_brands', codes: brands },
  { table: 'decline_codes', codes: declineCodes },
]

export function missingCodes({ codes }: ReferenceTable, stored: readonly string[]): readonly string[] {
  return codes.filter((code) => !stored.includes(code))
}

/** Only a newer program adds values that this one does not know, and rows may hold them. */
export function refuseUnknownCodes(
  { table, codes }: ReferenceTable,
  stored: readonly string[],
  databaseName: string,
): void {
  const unknown = stored.find((code) => !codes.includes(code))
  if (unknown === undefined) return
  throw new DatabaseRefused(
    `The database ${databaseName} has the value ${unknown} in ${table}, which this version of Flowlix does not know: use a newer Flowlix.`,
  )
}
