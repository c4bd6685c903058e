/**
 * Puts a page's shared parts where they can refer to each other. Between them is what differs from page to page, and DEFLATE
 * refers to earlier bytes by their distance. Therefore spaces fill up what is between two parts to a round number of bytes:
 * a part then has few surroundings, and is compressed once for each of them.
 */
import { SharedPart } from './shared-part.ts'
import { Surroundings } from './surroundings.ts'

export type PlacedPart = Readonly<{ part: SharedPart; before: Surroundings }>

const roundBytes = 256
const spaces = new Map<number, SharedPart>()
const beginning = new Surroundings()

export function placed(parts: readonly (string | SharedPart)[]): readonly (string | PlacedPart)[] {
  const page: (string | PlacedPart)[] = []
  let before = beginning
  /** Since the last part that others may refer to. */
  let unknown = 0
  for (const part of parts) {
    if (typeof part === 'string') {
      unknown += Buffer.byteLength(part)
      page.push(part)
      continue
    }
    const missing = before === beginning ? 0 : (roundBytes - (unknown % roundBytes)) % roundBytes
    if (missing > 0) {
      unknown += missing
      page.push({ part: spacesOf(missing), before: beginning })
    }
    const here = before.withUnknown(unknown)
    page.push({ part, before: here })
    if (part.isOfMerchant) unknown += part.bytes.length
    else {
      before = here.withPart(part)
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
