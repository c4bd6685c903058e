/**
 * Which card numbers are co-badged, and with which local network: ranges of their first eight digits. The schemes give them
 * to acquirers, and acquirers to operators, as a file.
 */
import { type LocalNetwork, localNetworks } from './card.ts'
import { networkDigits } from './network-digits.ts'
import { testCards } from './test-cards.ts'

const linesMax = 200_000
const example = '49701000,49701999,cartes_bancaires'

type Range = Readonly<{ first: number; last: number; network: LocalNetwork; line: number }>

export class CoBadged {
  /** They do not overlap. */
  readonly #ranges: readonly Range[]

  constructor(ranges: readonly Range[] = []) {
    this.#ranges = ranges.toSorted((one, other) => one.first - other.first)
  }

  /** Of a number, or of its first eight digits; null if it is not co-badged, or if that is not known yet. */
  networkOf(digits: string): LocalNetwork | null {
    if (digits.length < networkDigits) return null
    const wanted = Number(digits.slice(0, networkDigits))
    let [low, high] = [0, this.#ranges.length]
    // Until both are at the first range that does not end before it.
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#ranges[middle] as Range).last < wanted) low = middle + 1
      else high = middle
    }
    const range = this.#ranges[low]
    return range !== undefined && range.first <= wanted ? range.network : null
  }

  /** Of the file; throws a sentence that says what is wrong with it, without repeating it. */
  static parse(text: string): CoBadged {
    const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
    if (lines.length > linesMax) throw new Error(`it has more than ${linesMax} lines`)
    const ranges = lines.flatMap((line, i) => (isRemark(line) ? [] : parseLine(line, i + 1)))
    if (ranges.length === 0) throw new Error(`it has no lines such as ${example}`)
    const sorted = ranges.toSorted((one, other) => one.first - other.first)
    for (const [i, range] of sorted.entries()) {
      const next = sorted[i + 1]
      if (next !== undefined && next.first <= range.last)
        throw new Error(`the ranges in lines ${range.line} and ${next.line} overlap`)
    }
    return new CoBadged(ranges)
  }

  /** The sandbox's own. */
  static ofTestCards(): CoBadged {
    return new CoBadged(
      testCards.flatMap(({ pan, localNetwork: network }, line) => {
        const first = Number(pan.slice(0, networkDigits))
        return network === undefined ? [] : [{ first, last: first, network, line }]
      }),
    )
  }
}

function isRemark(line: string): boolean {
  return line.trim() === '' || line.startsWith('#')
}

function parseLine(text: string, line: number): Range {
  const parts = text.split(',').map((part) => part.trim())
  const [first, last, network] = parts as [string, string, string]
  const isDigits = [first, last].every((digits) => /^\d{6,8}$/.test(digits))
  if (parts.length !== 3 || !isDigits || network === '')
    throw new Error(`line ${line} is not like ${example}`)
  const known = localNetworks.find((one) => one === network)
  if (known === undefined)
    throw new Error(`the network in line ${line} must be one of ${localNetworks.join(', ')}`)
  const range = {
    first: Number(first.padEnd(networkDigits, '0')),
    last: Number(last.padEnd(networkDigits, '9')),
  }
  if (range.first > range.last) throw new Error(`the range in line ${line} ends before it begins`)
  return { ...range, network: known, line }
}
