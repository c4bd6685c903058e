/**
 * What a loss of power does to files: writes that were not synced are gone, or, torn, any part of them is. Works on the
 * records that `remember-unsynced.c` has kept, newest first.
 */
import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { databaseFile } from '../../gateway-process.ts'
import type { Prng } from '../../seeded-random.ts'
import { recordFolder } from './preload.ts'

export type Loss = Readonly<{ writes: number; bytes: number }>
type Write = Readonly<{ offset: number; sizeBefore: number; length: number; before: Buffer }>

const headBytes = 32
/** The part of a disk that is written as a whole. */
const sectorBytes = 512

/** `torn` is the chance of each sector to have reached the disk. The gateway must be dead. */
export function losePower(folder: string, torn: number, random: Prng): Loss {
  let [writes, bytes] = [0, 0]
  for (const name of readdirSync(recordFolder(folder))) {
    const records = join(recordFolder(folder), name)
    const unsynced = readWrites(readFileSync(records))
    if (unsynced.length > 0) takeBack(join(folder, name), unsynced, torn, random)
    writes += unsynced.length
    bytes += unsynced.reduce((sum, { length }) => sum + length, 0)
    rmSync(records)
  }
  // Memory that processes share does not outlive them either.
  rmSync(`${databaseFile(folder)}-shm`, { force: true })
  return { writes, bytes }
}

/** Whether a loss of power at this moment would take anything away. */
export function hasUnsynced(folder: string): boolean {
  const records = recordFolder(folder)
  return readdirSync(records).some((name) => statSync(join(records, name)).size > 0)
}

/** The last record may be cut short by the kill: then its write has not happened. */
function readWrites(records: Buffer): readonly Write[] {
  const writes: Write[] = []
  for (let at = 0; at + headBytes <= records.length; ) {
    const numberAt = (place: number): number => Number(records.readBigUInt64LE(at + 8 * place))
    const end = at + headBytes + numberAt(3)
    if (end > records.length) break
    writes.push({
      offset: numberAt(0),
      sizeBefore: numberAt(1),
      length: numberAt(2),
      before: records.subarray(at + headBytes, end),
    })
    at = end
  }
  return writes
}

function takeBack(path: string, writes: readonly Write[], torn: number, random: Prng): void {
  let file: number
  try {
    file = openSync(path, 'r+')
  } catch {
    // The file was deleted after the write.
    return
  }
  for (const write of writes.toReversed()) {
    for (const [start, end] of sectorsOf(write)) {
      if (random.chance(torn)) continue
      const before = Buffer.alloc(end - start)
      write.before.subarray(start - write.offset).copy(before)
      writeSync(file, before, 0, before.length, start)
    }
    if (!random.chance(torn)) ftruncateSync(file, write.sizeBefore)
  }
  closeSync(file)
}

/** The parts of a write that reach the disk on their own, as ranges of the file. */
function sectorsOf({ offset, length }: Write): readonly (readonly [start: number, end: number])[] {
  const sectors: [number, number][] = []
  const end = offset + length
  for (let start = offset; start < end; ) {
    const next = Math.min(end, (Math.floor(start / sectorBytes) + 1) * sectorBytes)
    sectors.push([start, next])
    start = next
  }
  return sectors
}
