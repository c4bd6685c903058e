/** Looks for marked cards in the memory of a running process. On Linux only, for a process of the same user. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import type { MarkedCard } from './marks.ts'

/** Of one kind of copies: on how many cards, and how many in all. */
export type Count = { cards: Set<MarkedCard>; copies: number }

export type Copies = Readonly<{
  /** The whole number, in one or two bytes a digit. */
  numbers: Count
  /** The code in its field of a form or of JSON. */
  codesInFields: Count
  /** A string of the JavaScript engine that is the code and nothing else. Others may have the same three digits. */
  codesAlone: Count
}>

const blockBytes = 16 * 1_024 * 1_024
/** Longer than whatever is looked for. */
const overlapBytes = 64

export function searchMemory(pid: number, cards: readonly MarkedCard[]): Copies {
  const copies: Copies = { numbers: none(), codesInFields: none(), codesAlone: none() }
  const needles = cards.flatMap((card) => needlesOf(card, copies))
  for (const block of memoryOf(pid)) for (const one of needles) count(block, one)
  return copies
}

type Needle = Readonly<{ bytes: Buffer; card: MarkedCard; into: Count }>

function none(): Count {
  return { cards: new Set(), copies: 0 }
}

function needlesOf(card: MarkedCard, { numbers, codesInFields, codesAlone }: Copies): readonly Needle[] {
  const { pan, cvc } = card
  const needle = (into: Count, bytes: Buffer): Needle => ({ bytes, card, into })
  return [
    needle(numbers, Buffer.from(pan)),
    needle(numbers, Buffer.from(pan, 'utf16le')),
    ...[`cvc=${cvc}`, `"cvc":"${cvc}"`].map((field) => needle(codesInFields, Buffer.from(field))),
    // The length of a string stands in front of its characters.
    needle(codesAlone, Buffer.from(`\x03\0\0\0${cvc}\0`)),
  ]
}

/** What begins in the overlap is counted with the next block. */
function count({ bytes: memory, isLast }: Block, { bytes, card, into }: Needle): void {
  const end = isLast ? memory.length : memory.length - overlapBytes
  for (let at = memory.indexOf(bytes); at >= 0 && at < end; at = memory.indexOf(bytes, at + 1)) {
    into.cards.add(card)
    into.copies++
  }
}

type Block = Readonly<{ bytes: Buffer; isLast: boolean }>

function* memoryOf(pid: number): Generator<Block> {
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const buffer = Buffer.alloc(blockBytes)
  try {
    for (const { start, end } of writableRegions(pid)) {
      for (let at = start; at < end; at += BigInt(blockBytes - overlapBytes)) {
        const length = readOrNothing(memory, buffer, at, end)
        if (length > 0) yield { bytes: buffer.subarray(0, length), isLast: at + BigInt(length) >= end }
        if (at + BigInt(length) >= end) break
      }
    }
  } finally {
    closeSync(memory)
  }
}

function writableRegions(pid: number) {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .map((line) => /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line))
    .filter((match) => match !== null)
    .map(([, start, end]) => ({ start: BigInt(`0x${start}`), end: BigInt(`0x${end}`) }))
}

/** A region may be gone, or may be one that only the kernel reads. */
function readOrNothing(memory: number, buffer: Buffer, at: bigint, end: bigint): number {
  const length = Number(end - at < BigInt(blockBytes) ? end - at : BigInt(blockBytes))
  try {
    return readSync(memory, buffer, 0, length, at)
  } catch {
    return 0
  }
}
