/** Times as the API writes them. */

export function unixSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1_000)
}

export function unixSecondsOrNull(timeMs: number | null): number | null {
  return timeMs === null ? null : unixSeconds(timeMs)
}
