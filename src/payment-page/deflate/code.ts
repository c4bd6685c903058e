/**
 * The code of a block of DEFLATE (RFC 1951), chosen beforehand: what is written in it can be kept as bits, and joined with
 * other texts in the same code.
 */
import { type Bits, BitWriter } from './bits.ts'
import { codeHeader } from './code-header.ts'
import { codeLengths, codesOf } from './huffman.ts'
import type { Matches } from './matches.ts'
import { type Costs, noCosts, type Steps, shortestWay } from './shortest-way.ts'
import {
  distanceMax,
  distanceSymbol,
  distanceSymbols,
  distances,
  endOfBlock,
  firstLengthSymbol,
  lengthMax,
  lengthMin,
  lengthSymbol,
  lengths,
  literalSymbols,
} from './symbols.ts'

const lengthLimit = 15
/** How much heavier weighs what was seen than what was not. */
const seenWeight = 64

export class Code {
  readonly #header: Bits
  readonly #literalLengths: Uint8Array
  readonly #literalCodes: Uint16Array
  readonly #distanceLengths: Uint8Array
  readonly #distanceCodes: Uint16Array
  readonly #costs: Costs

  constructor(literalLengths: Uint8Array, distanceLengths: Uint8Array, header: Bits) {
    this.#literalLengths = literalLengths
    this.#distanceLengths = distanceLengths
    this.#literalCodes = codesOf(literalLengths)
    this.#distanceCodes = codesOf(distanceLengths)
    this.#header = header
    this.#costs = costsOf(literalLengths, distanceLengths)
  }

  stepsOf(text: Uint8Array, matches: Matches): Steps {
    return shortestWay(text, matches, this.#costs)
  }

  bitsOf(steps: Steps): Bits {
    const writer = new BitWriter()
    for (let i = 0; i < steps.length; i += 2) {
      const [value = 0, distance = 0] = [steps[i], steps[i + 1]]
      if (distance === 0) this.#writeLiteral(writer, value)
      else this.#writeMatch(writer, value, distance)
    }
    return writer.taken()
  }

  /** What begins with this must end with {@link writeEnd}. */
  writeStart(writer: BitWriter, isLast: boolean): void {
    writer.write(isLast ? 1 : 0, 1)
    writer.append(this.#header)
  }

  writeBytes(writer: BitWriter, bytes: Uint8Array): void {
    writer.writeInCode(bytes, this.#literalCodes, this.#literalLengths)
  }

  writeEnd(writer: BitWriter): void {
    this.#writeLiteral(writer, endOfBlock)
  }

  #writeLiteral(writer: BitWriter, symbol: number): void {
    writer.write(this.#literalCodes[symbol] ?? 0, this.#literalLengths[symbol] ?? 0)
  }

  #writeMatch(writer: BitWriter, length: number, distance: number): void {
    const ofLength = lengthSymbol[length] ?? 0
    this.#writeLiteral(writer, firstLengthSymbol + ofLength)
    writer.write(length - (lengths.base[ofLength] ?? 0), lengths.extra[ofLength] ?? 0)
    const ofDistance = distanceSymbol[distance] ?? 0
    writer.write(this.#distanceCodes[ofDistance] ?? 0, this.#distanceLengths[ofDistance] ?? 0)
    writer.write(distance - (distances.base[ofDistance] ?? 0), distances.extra[ofDistance] ?? 0)
  }
}

/** A code in which these texts, as steps, are short. */
export function codeOf(texts: readonly Steps[], takes: 'any text' | 'these texts'): Code {
  const counts = countSymbols(texts, takes === 'any text' ? 1 : 0)
  const literals = codeLengths(counts.literals, lengthLimit)
  const ofDistances = codeLengths(counts.distances, lengthLimit)
  return new Code(literals, ofDistances, codeHeader(literals, ofDistances))
}

/** A text as if nothing in it were said twice. */
export function literally(text: Uint8Array): Steps {
  return [...text].flatMap((byte) => [byte, 0])
}

function countSymbols(texts: readonly Steps[], atLeast: number) {
  const literals = new Array<number>(literalSymbols).fill(atLeast)
  const ofDistances = new Array<number>(distanceSymbols).fill(atLeast)
  for (const steps of texts) {
    for (let i = 0; i < steps.length; i += 2) {
      const [value = 0, distance = 0] = [steps[i], steps[i + 1]]
      if (distance === 0) add(literals, value)
      else {
        add(literals, firstLengthSymbol + (lengthSymbol[value] ?? 0))
        add(ofDistances, distanceSymbol[distance] ?? 0)
      }
    }
    add(literals, endOfBlock)
  }
  return { literals, distances: ofDistances }
}

function add(counts: number[], symbol: number): void {
  counts[symbol] = (counts[symbol] ?? 0) + seenWeight
}

function costsOf(literalLengths: Uint8Array, distanceLengths: Uint8Array): Costs {
  const costs = noCosts()
  costs.bytes.set(literalLengths.subarray(0, endOfBlock))
  for (let length = lengthMin; length <= lengthMax; length++) {
    const symbol = lengthSymbol[length] ?? 0
    costs.lengths[length] = (literalLengths[firstLengthSymbol + symbol] ?? 0) + (lengths.extra[symbol] ?? 0)
  }
  for (let distance = 1; distance <= distanceMax; distance++) {
    const symbol = distanceSymbol[distance] ?? 0
    costs.distances[distance] = (distanceLengths[symbol] ?? 0) + (distances.extra[symbol] ?? 0)
  }
  return costs
}
