/** How long a process has used the processor: unlike the time on the wall, other programs hardly change it. */
import { readFileSync } from 'node:fs'

/** Linux counts in these, whatever the kernel's own clock is. */
const ticksPerSecond = 100
const userTicksAt = 11

/** Null where there is no Linux. */
export function processorSeconds(pid: number | undefined): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // Behind the program's name, which may hold spaces and parentheses itself.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[userTicksAt]) + Number(fields[userTicksAt + 1])
    return Number.isFinite(ticks) ? ticks / ticksPerSecond : null
  } catch {
    return null
  }
}
