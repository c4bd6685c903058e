/**
 * Puts a page's shared parts where they can refer to each other. Between them is what differs from page to page, and DEFLATE
 * refers to earlier bytes by their distance. Therefore spaces fill up what is between two parts to a round number of bytes:
 * a part then has few surroundings, and is compressed once for each of them.
 */
import { type Before, SharedPart } from './shared-part.ts'

export type PlacedPart = Readonly<{ part: SharedPart; before: Before }>

const roundBytes = 256
const spaces = new Map<number, SharedPart>()

export function placed(parts: readonly (string | SharedPart)[]): readonly (string | PlacedPart)[] {
  const page: (string | PlacedPart)[] = []
  const before: (SharedPart | number)[] = []
  let unknown = 0
  const leaveUnknown = (bytes: number): void => {
    if (unknown > 0) before.pop()
    unknown += bytes
    before.push(unknown)
  }
  for (const part of parts) {
    if (typeof part === 'string') {
      leaveUnknown(Buffer.byteLength(part))
      page.push(part)
      continue
    }
    const isFirst = before.every((item) => typeof item === 'number')
    const missing = isFirst ? 0 : (roundBytes - (unknown % roundBytes)) % roundBytes
    if (missing > 0) {
      leaveUnknown(missing)
      page.push({ part: spacesOf(missing), before: [] })
    }
    page.push({ part, before: [...before] })
    if (part.isOfMerchant) leaveUnknown(part.bytes.length)
    else {
      before.push(part)
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
