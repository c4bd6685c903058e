/** Randomness from the operating system, fetched in large pieces: a system call for each id is slow. */
import { randomFillSync } from 'node:crypto'

const pool = new Uint8Array(8_192)
let used = pool.length

/** Each byte of the pool is handed out once and wiped. At most as many bytes as the pool holds. */
function bytes(length: number): Uint8Array {
  if (used + length > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const piece = pool.slice(used, used + length)
  pool.fill(0, used, used + length)
  used += length
  return piece
}

const resolution = 2 ** 32

export const systemRandom = {
  bytes,
  /** In [0, 1). */
  fraction: (): number => new DataView(bytes(4).buffer).getUint32(0) / resolution,
}
