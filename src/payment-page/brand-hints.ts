/** What the form's script knows of each brand: sent with its words, so that there is one table. */
import { brandLooks, cardLengths, fours } from '../card-brands/brand-table.ts'

export type BrandHint = Readonly<{
  /** Empty: no brand of ours. */
  name: string
  /** A regular expression. */
  startsWith: string
  /** The number of digits before each space. */
  gaps: readonly number[]
  /** How many digits its numbers may have. */
  lengths: readonly number[]
  /** Missing: not known. */
  cvcLength?: 3 | 4
}>

/** The first one that fits counts; the last one always does. */
export const brandHints: readonly BrandHint[] = [
  ...Object.values(brandLooks).map(({ name, startsWith, gaps, cvcLength, lengths }) => ({
    ...{ name, startsWith: startsWith.source, gaps, cvcLength },
    lengths: lengths ?? cardLengths,
  })),
  { name: '', startsWith: '', gaps: fours, lengths: cardLengths },
]
