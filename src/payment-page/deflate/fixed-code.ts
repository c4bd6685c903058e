/** The code that needs no description (RFC 1951, 3.2.6): for a few bytes, the shortest. */
import { BitWriter } from './bits.ts'
import { Code } from './code.ts'
import { distanceSymbols } from './symbols.ts'

/** Two symbols more than a block can have: they complete the code. */
const lengths = new Uint8Array(288)
lengths.fill(8)
lengths.fill(9, 144)
lengths.fill(7, 256)
lengths.fill(8, 280)

const fixedBlock = 1
const header = new BitWriter()
header.write(fixedBlock, 2)

export const fixedCode = new Code(lengths, new Uint8Array(distanceSymbols).fill(5), header.taken())
