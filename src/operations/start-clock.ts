/** Before anything is decided: what earlier processes knew about the clock, and what they have written by it. */
import { unite } from '../core/clock-history.ts'
import type { Log, Storage } from '../ports.ts'
import type { WatchedClock } from './watched-clock.ts'

type ClockStart = Readonly<{
  time: WatchedClock
  storage: Storage
  log: Log
  /** Null if the system does not report it. Then nothing is known about what the clock did before. */
  bootId: string | null
}>

/** A database that cannot be read or written is reported where it is needed. */
export async function startClock(start: ClockStart): Promise<void> {
  const { time, storage, log, bootId } = start
  try {
    if (bootId !== null) await keepHistory(start, bootId)
    const newestMs = await storage.newestCreationMs()
    if (newestMs !== null) time.meetNewest(newestMs)
  } catch {
    log.warn({}, 'the clock history could not be read')
  }
}

async function keepHistory({ time, storage, log }: ClockStart, bootId: string): Promise<void> {
  const kept = await storage.keptClock()
  const keep = () => storage.keepClock({ bootId, history: time.read().history })
  const keepJump = async (): Promise<void> => {
    const known = await storage.keptClock()
    if (known?.bootId === bootId) time.resume(unite(known.history, time.read().history))
    await keep()
  }
  time.onJump = () => {
    keepJump().catch(() => log.warn({}, 'the clock history could not be saved'))
  }
  if (kept?.bootId === bootId) time.resume(kept.history)
  else await keep()
}
