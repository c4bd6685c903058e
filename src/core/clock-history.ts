/**
 * What the wall clock has shown, so that the gateway still knows how long ago a time was that was stored before the clock
 * jumped. Otherwise, a clock that is set forward by an hour would end what has waited for seconds, and a clock that is set back
 * would delay it by an hour.
 */

/** How far the wall clock was ahead of the monotonic clock between two jumps. */
type Stretch = Readonly<{ fromMs: number; toMs: number; offsetMs: number }>

/** Oldest first; the last one is current. */
export type ClockHistory = readonly Stretch[]

/** For processes that start later on the same boot of the machine, which has one monotonic clock. */
export type KeptClock = Readonly<{ bootId: string; history: ClockHistory }>

type Reading = Readonly<{ nowMs: number; monotonicMs: number }>

/** Smaller changes are ordinary clock adjustments. */
export const jumpMinMs = 30_000
/** The oldest ones are forgotten. A clock that jumps this often needs an operator. */
const stretchesMax = 16

/** The history of a process that knows nothing about earlier jumps. */
export function beginHistory({ nowMs, monotonicMs }: Reading): ClockHistory {
  return [{ fromMs: -Infinity, toMs: Infinity, offsetMs: nowMs - monotonicMs }]
}

/**
 * `jumpMs` is 0 unless the clock has jumped since the last reading. `noticeMs`: how much earlier or later than this process
 * others that use the same clock may notice it. At most half of what counts as a jump.
 */
export function observe(
  history: ClockHistory,
  { nowMs, monotonicMs }: Reading,
  noticeMs = 0,
): Readonly<{ history: ClockHistory; jumpMs: number }> {
  const current = currentOf(history)
  const offsetMs = nowMs - monotonicMs
  const jumpMs = offsetMs - current.offsetMs
  const before = history.slice(0, -1)
  if (Math.abs(jumpMs) <= jumpMinMs) return { history: [...before, { ...current, offsetMs }], jumpMs: 0 }
  const ended = { ...current, toMs: monotonicMs + current.offsetMs + noticeMs }
  const begun = { fromMs: nowMs - noticeMs, toMs: Infinity, offsetMs }
  return { history: [...before, ended, begun].slice(-stretchesMax), jumpMs }
}

/**
 * What two processes on one machine know together when one of them has just noticed a jump. `kept` is what either of
 * them noticed before. A process that was suspended during a jump notices it late, and several jumps as one. Otherwise it
 * knows more than was kept: small adjustments, and jumps that could not be kept.
 */
export function unite(kept: ClockHistory, own: ClockHistory): ClockHistory {
  if (kept.length < own.length) return own
  const known = currentOf(kept)
  const begun = currentOf(own)
  if (Math.abs(known.offsetMs - begun.offsetMs) <= jumpMinMs) return kept
  const ended = { ...known, toMs: begun.fromMs - begun.offsetMs + known.offsetMs }
  return [...kept.slice(0, -1), ended, begun].slice(-stretchesMax)
}

/**
 * What another machine knows about the clock that both follow, for the monotonic clock of this one. It is assumed to have
 * noticed what this one has.
 */
export function rebase(known: ClockHistory, own: ClockHistory): ClockHistory {
  const aheadMs = currentOf(own).offsetMs - currentOf(known).offsetMs
  return known.map((stretch) => ({ ...stretch, offsetMs: stretch.offsetMs + aheadMs }))
}

/**
 * Stored times up to `newestMs` are ahead of a clock that has just started, so another clock, which was ahead, wrote
 * them.
 */
export function knowAhead(
  history: ClockHistory,
  newestMs: number,
  { nowMs, monotonicMs }: Reading,
): ClockHistory {
  return [{ fromMs: nowMs, toMs: newestMs, offsetMs: newestMs - monotonicMs }, ...history].slice(
    -stretchesMax,
  )
}

/**
 * What the clock that wrote a time would show now. If two stretches may have written it, the later one is used, so that
 * what waits may end late but never early.
 */
export function timeSince(history: ClockHistory, nowMs: number, writtenAtMs: number): number {
  const writer = writerOf(history, nowMs, writtenAtMs)
  return writer === undefined ? nowMs : nowMs + writer.offsetMs - currentOf(history).offsetMs
}

/** Whatever was written before this time was written at least this long ago, whichever stretch wrote it. */
export function timeAgo(history: ClockHistory, nowMs: number, agoMs: number): number {
  const current = currentOf(history)
  const behindMs = Math.min(...history.map(({ offsetMs }) => offsetMs - current.offsetMs))
  return nowMs - agoMs + behindMs
}

/** Whether this history explains where a stored time comes from. */
export function isExplained(history: ClockHistory, nowMs: number, writtenAtMs: number): boolean {
  const writer = writerOf(history, nowMs, writtenAtMs)
  // How long the first stretch has lasted is unknown, so it explains only times that it has shown.
  return writer !== undefined && (writer.fromMs > -Infinity || writtenAtMs <= writer.toMs)
}

function writerOf(history: ClockHistory, nowMs: number, writtenAtMs: number): Stretch | undefined {
  const stretches = [...history.slice(0, -1), { ...currentOf(history), toMs: nowMs }]
  return (
    stretches.findLast(({ fromMs, toMs }) => fromMs <= writtenAtMs && writtenAtMs <= toMs) ??
    stretches.findLast((stretch, index) =>
      mayHaveCreatedAhead(stretches.slice(0, index), stretch, writtenAtMs),
    )
  )
}

/** See {@link timeOfCreation}: once a clock is set back, what is created gets times that it does not show itself. */
function mayHaveCreatedAhead(earlier: ClockHistory, { fromMs, toMs }: Stretch, writtenAtMs: number): boolean {
  const latestMs = Math.max(...earlier.map((stretch) => stretch.toMs))
  return latestMs > fromMs && latestMs < writtenAtMs && writtenAtMs - latestMs <= toMs - fromMs
}

/** A clock that was set back by more was wrong before, so there is no reason to follow it. */
const keptOrderMaxMs = 24 * 3_600_000

/**
 * When something is created, so that it comes behind what was created before, whose newest time is given: as long as a
 * clock that was set back shows times that it has shown before, a millisecond later for each. No clock has shown such a
 * time, so {@link timeSince} looks for the stretch in which it was given, and nothing ends early by it.
 */
export function timeOfCreation(history: ClockHistory, nowMs: number, newestMs: number): number {
  const shownMs = [newestMs, ...history.map(({ toMs }) => toMs)].filter((ms) => ms <= nowMs + keptOrderMaxMs)
  const latestMs = Math.max(...shownMs)
  // What a clock has shown is computed from the monotonic one, which has fractions.
  return latestMs > nowMs ? Math.floor(latestMs) + 1 : nowMs
}

function currentOf(history: ClockHistory): Stretch {
  return history[history.length - 1] as Stretch
}
