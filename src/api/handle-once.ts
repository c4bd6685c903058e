/** Runs a change, with an idempotency key at most once: a repeated request gets the kept response. */
import type { ApiContext } from './api-context.ts'
import { ApiError, statusOfError } from './api-error.ts'
import { type ApiResponse, KeyTakenMeanwhile } from './endpoint.ts'
import { findReplay, type Scope, stillRunning } from './idempotency.ts'

export type Once = Readonly<{ response: ApiResponse; isReplay: boolean }>

export async function handleOnce(
  { gateway: { storage, clock }, runningKeys }: ApiContext,
  scope: Scope | null,
  change: () => Promise<ApiResponse>,
): Promise<Once> {
  if (scope === null) return { response: await change(), isReplay: false }
  return runningKeys.hold(scope, async () => {
    const kept = await findReplay(storage, scope, clock.nowMs())
    if (kept !== null) return { response: kept, isReplay: true }
    try {
      return { response: await change(), isReplay: false }
    } catch (error) {
      if (!canBeByAnotherProcess(error)) throw error
      const keptMeanwhile = await findReplay(storage, scope, clock.nowMs())
      if (keptMeanwhile !== null) return { response: keptMeanwhile, isReplay: true }
      throw error instanceof KeyTakenMeanwhile ? stillRunning() : error
    }
  })
}

/** Another process may have done the same request since we looked: then its response counts, and not our refusal. */
function canBeByAnotherProcess(error: unknown): boolean {
  return (
    error instanceof KeyTakenMeanwhile || (error instanceof ApiError && statusOfError(error.code) === 422)
  )
}
