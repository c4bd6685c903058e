/** How long a process has used the processor: unlike the time on the wall, other programs hardly change it. */
import { readdirSync, readFileSync } from 'node:fs'

/** Null where there is no Linux. The threads that have ended are missing; a server's live as long as it does. */
export function processorSeconds(pid: number | undefined): number | null {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const nanoseconds = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]),
    )
    const total = nanoseconds.reduce((sum, own) => sum + own, 0)
    return Number.isFinite(total) ? total / 1e9 : null
  } catch {
    return null
  }
}
