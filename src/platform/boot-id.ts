/** Which boot of the machine this is: monotonic times of two processes can be compared within one. */
import { readFileSync } from 'node:fs'

/** Null if the system does not provide one. */
export function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || null
  } catch {
    return null
  }
}
