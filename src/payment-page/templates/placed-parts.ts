/**
 * Puts a page's shared parts where they can refer to each other. Between them is what differs from page to page, and DEFLATE
 * refers to earlier bytes by their distance. Therefore spaces fill up what is between two parts to a round number of bytes:
 * a part then has few surroundings, and is compressed once for each of them.
 */
import type { OwnText } from './page-template.ts'
import { SharedPart } from './shared-part.ts'
import { beginningOfPages, type Surroundings } from './surroundings.ts'

export type PlacedPart = Readonly<{ part: SharedPart; before: Surroundings }>

const roundBytes = 256
const spaces = new Map<number, SharedPart>()

export function placed(pieces: readonly (OwnText | SharedPart)[]): readonly (OwnText | PlacedPart)[] {
  const page: (OwnText | PlacedPart)[] = []
  const beginning = beginningOfPages()
  let before = beginning
  /** Since the last part that others may refer to. */
  let unknown = 0
  for (const piece of pieces) {
    if (!(piece instanceof SharedPart)) {
      unknown += piece.bytes.length
      page.push(piece)
      continue
    }
    const missing = before === beginning ? 0 : -unknown & (roundBytes - 1)
    if (missing > 0) {
      unknown += missing
      page.push({ part: spacesOf(missing), before: beginning })
    }
    const here = before.withUnknown(unknown)
    page.push({ part: piece, before: here })
    if (piece.isOfMerchant) unknown += piece.bytes.length
    else {
      before = here.withPart(piece)
      unknown = 0
    }
  }
  return page
}

function spacesOf(count: number): SharedPart {
  const known = spaces.get(count) ?? new SharedPart(' '.repeat(count), 'constant')
  spaces.set(count, known)
  return known
}
