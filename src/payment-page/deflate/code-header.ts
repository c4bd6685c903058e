/** How a dynamic block begins: with the lengths of its code words (RFC 1951, 3.2.7). */
import { type Bits, BitWriter } from './bits.ts'
import { codeLengths, codesOf } from './huffman.ts'
import { firstLengthSymbol } from './symbols.ts'

/** In which order the lengths of the words for lengths are written. */
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const lengthLimit = 7
/** "The length before this one, 3 to 6 times", and "0, 3 to 10 times" and "11 to 138 times". */
const same = { symbol: 16, min: 3, max: 6, bits: 2 }
const zeros = { symbol: 17, min: 3, max: 10, bits: 3 }
const manyZeros = { symbol: 18, min: 11, max: 138, bits: 7 }
const dynamicBlock = 2

export function codeHeader(literalLengths: Uint8Array, distanceLengths: Uint8Array): Bits {
  const literals = used(literalLengths, firstLengthSymbol)
  const ofDistances = used(distanceLengths, 1)
  const words = wordsFor([...literals, ...ofDistances])
  const counts = order.map(() => 0)
  for (const { symbol } of words) counts[symbol] = (counts[symbol] ?? 0) + 1
  const lengths = codeLengths(counts, lengthLimit)
  const codes = codesOf(lengths)
  const needed = order.findLastIndex((symbol) => lengths[symbol] !== 0) + 1
  const writer = new BitWriter()
  writer.write(dynamicBlock, 2)
  writer.write(literals.length - firstLengthSymbol, 5)
  writer.write(ofDistances.length - 1, 5)
  writer.write(needed - 4, 4)
  for (const symbol of order.slice(0, needed)) writer.write(lengths[symbol] ?? 0, 3)
  for (const { symbol, extra, bits } of words) {
    writer.write(codes[symbol] ?? 0, lengths[symbol] ?? 0)
    writer.write(extra, bits)
  }
  return writer.taken()
}

function used(lengths: Uint8Array, atLeast: number): Uint8Array {
  return lengths.subarray(0, Math.max(lengths.findLastIndex((length) => length !== 0) + 1, atLeast))
}

type Word = Readonly<{ symbol: number; extra: number; bits: number }>

function wordsFor(lengths: readonly number[]): readonly Word[] {
  const words: Word[] = []
  for (let at = 0; at < lengths.length; ) {
    const symbol = lengths[at] ?? 0
    let run = 1
    while (lengths[at + run] === symbol) run++
    at += run
    if (symbol === 0) words.push(...zerosFor(run))
    else words.push({ symbol, extra: 0, bits: 0 }, ...repetitionsFor(symbol, run - 1))
  }
  return words
}

function zerosFor(count: number): readonly Word[] {
  if (count === 0) return []
  const kind = count < manyZeros.min ? zeros : manyZeros
  if (count < kind.min) return [{ symbol: 0, extra: 0, bits: 0 }, ...zerosFor(count - 1)]
  const run = Math.min(count, kind.max)
  return [{ symbol: kind.symbol, extra: run - kind.min, bits: kind.bits }, ...zerosFor(count - run)]
}

function repetitionsFor(symbol: number, count: number): readonly Word[] {
  if (count === 0) return []
  if (count < same.min) return [{ symbol, extra: 0, bits: 0 }, ...repetitionsFor(symbol, count - 1)]
  // What is left over must not be too short to be a repetition, too.
  const leavesTooLittle = count > same.max && count < same.max + same.min
  const run = leavesTooLittle ? count - same.min : Math.min(count, same.max)
  return [
    { symbol: same.symbol, extra: run - same.min, bits: same.bits },
    ...repetitionsFor(symbol, count - run),
  ]
}
