/** Before anything is decided: what earlier processes knew about the clock, and what they have written by it. */
import { type ClockHistory, type KeptClock, rebase, unite } from '../../core/clock-history.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Log } from '../../ports/system.ts'
import type { WatchedClock } from './watched-clock.ts'

type ClockStart = Readonly<{
  time: WatchedClock
  storage: Storage
  log: Log
  /** Null if the system does not report it. Then nothing is known about what the clock did before. */
  bootId: string | null
  /** The clock is the database's, which other machines follow, too. */
  isShared: boolean
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

async function keepHistory({ time, storage, log, isShared }: ClockStart, bootId: string): Promise<void> {
  const kept = await storage.keptClock()
  const keep = () => storage.keepClock({ bootId, history: time.read().history })
  const keepJump = async (): Promise<void> => {
    const own = time.read().history
    const known = knownHere(await storage.keptClock(), own)
    if (known !== null) time.resume(unite(known, own))
    await keep()
  }
  time.onJump = () => {
    keepJump().catch(() => log.warn({}, 'the clock history could not be saved'))
  }
  const known = knownHere(kept, time.read().history)
  if (known !== null) time.resume(known)
  if (kept?.bootId !== bootId) await keep()

  /** What was kept, where it says something about this machine's clock. */
  function knownHere(kept: KeptClock | null, own: ClockHistory): ClockHistory | null {
    if (kept === null) return null
    if (kept.bootId === bootId) return kept.history
    return isShared ? rebase(kept.history, own) : null
  }
}
