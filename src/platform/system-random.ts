/** Randomness from the operating system. */
import { randomBytes, randomInt } from 'node:crypto'

const resolution = 2 ** 32

export const systemRandom = {
  bytes: (length: number): Uint8Array => randomBytes(length),
  /** In [0, 1). */
  fraction: (): number => randomInt(resolution) / resolution,
}
