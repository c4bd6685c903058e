/** Whether an endpoint works, and when to give it up. */

export type EndpointHealth = Readonly<{ failingSinceMs: number | null; lastSuccessAtMs: number | null }>

/** The precision of the time of the last success. If it were written each time, the row would be the hottest of the database. */
const successSteps = 60_000

/** After an attempt; null if nothing changes, which is nearly always. */
export function healthAfter(
  before: EndpointHealth,
  attempt: Readonly<{ isSuccess: boolean; atMs: number }>,
): EndpointHealth | null {
  const { failingSinceMs, lastSuccessAtMs } = before
  const { isSuccess, atMs } = attempt
  if (!isSuccess) return failingSinceMs === null ? { failingSinceMs: atMs, lastSuccessAtMs } : null
  const isKnown = atMs - (lastSuccessAtMs ?? -Infinity) < successSteps
  if (failingSinceMs === null && isKnown) return null
  return { failingSinceMs: null, lastSuccessAtMs: Math.max(atMs, lastSuccessAtMs ?? atMs) }
}

const hourMs = 3_600_000
const givenUpAfterMs = 120 * hourMs
/** A shop with few orders is not given up for the few that failed. */
export const givenUpAfterEvents = 10

/** Whether it is time to count the events that have failed: see {@link givenUpAfterEvents}. */
export function hasFailedForLong({ failingSinceMs }: EndpointHealth, nowMs: number): boolean {
  return failingSinceMs !== null && nowMs - failingSinceMs >= givenUpAfterMs
}

/** By then, the people who run the endpoint should know. Each level is reported once, the highest first. */
export function alarmLevel({ failingSinceMs }: EndpointHealth, nowMs: number): 'day' | 'hour' | null {
  if (failingSinceMs === null) return null
  const failingMs = nowMs - failingSinceMs
  if (failingMs >= 24 * hourMs) return 'day'
  return failingMs >= hourMs ? 'hour' : null
}
