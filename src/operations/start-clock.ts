/** Before anything is decided: what earlier processes knew of the clock, and what they have written by it. */
import type { Log, Storage } from '../ports.ts'
import type { WatchedClock } from './watched-clock.ts'

type ClockStart = Readonly<{
  time: WatchedClock
  storage: Storage
  log: Log
  /** Null where the system does not tell: then nothing is known of what the clock did before. */
  bootId: string | null
}>

/** A database that cannot be read or written is reported by whoever needs it. */
export async function startClock({ time, storage, log, bootId }: ClockStart): Promise<void> {
  try {
    const kept = bootId === null ? null : await storage.keptClock()
    if (bootId !== null) {
      const keep = () => storage.keepClock({ bootId, history: time.read().history })
      time.onJump = () => {
        keep().catch(() => log.warn({}, 'what the clock has shown could not be kept'))
      }
      if (kept !== null && kept.bootId === bootId) time.resume(kept.history)
      else await keep()
    }
    const newestMs = await storage.newestCreationMs()
    if (newestMs !== null) time.meetNewest(newestMs)
  } catch {
    log.warn({}, 'what the clock has shown could not be read')
  }
}
