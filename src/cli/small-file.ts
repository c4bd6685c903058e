/** Reads a file that an operator has named, if it really is a file and not too large. */
import { readFileSync, statSync } from 'node:fs'
import { inWords } from '../platform/file-trouble.ts'

/** A problem is the rest of a sentence that begins with the name of what was read. */
export type Bytes = Uint8Array | Readonly<{ problem: string }>

export function readSmallFile(path: string, bytesMax: number): Bytes {
  try {
    const facts = statSync(path)
    // Reading from a pipe or a device may never end.
    if (!facts.isFile()) return { problem: 'is not a file' }
    if (facts.size > bytesMax)
      return { problem: `has ${facts.size} bytes, and at most ${bytesMax} are allowed` }
    return readFileSync(path)
  } catch (error) {
    return { problem: `cannot be read: ${inWords(error)}` }
  }
}
