/** A folder that Linux keeps in memory, where a commit waits for no disk. */
import { accessSync, constants, statfsSync } from 'node:fs'

const folder = '/dev/shm'
const bytesMin = 2 * 2 ** 30

/** Null where there is none, or, as in many containers, little room in it. */
export function memoryFolder(): string | null {
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize >= bytesMin ? folder : null
  } catch {
    return null
  }
}
