/** What a receiver asks for in `Retry-After`, in seconds or as a date. */
const secondMs = 1_000

/** In milliseconds from now; null if it is neither. */
export function readRetryAfter(header: string, nowMs: number): number | null {
  if (/^[0-9]{1,9}$/.test(header)) return Number(header) * secondMs
  if (!/^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$/.test(header)) return null
  const atMs = Date.parse(header)
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs)
}
