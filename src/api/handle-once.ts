/** Runs a change at most once for each idempotency key. A repeated request gets the kept response. */
import type { ApiContext } from './api-context.ts'
import { ApiError, statusOfError } from './api-error.ts'
import { type ApiResponse, KeyTakenMeanwhile } from './endpoint.ts'
import { findReplay, type Scope, stillInProgress } from './idempotency.ts'

export type Once = Readonly<{ response: ApiResponse; isReplay: boolean }>

export async function handleOnce(
  { gateway, runningKeys }: ApiContext,
  scope: Scope | null,
  change: () => Promise<ApiResponse>,
): Promise<Once> {
  if (scope === null) return { response: await change(), isReplay: false }
  return runningKeys.hold(scope, async () => {
    const kept = await findReplay(gateway, scope, gateway.clock.nowMs())
    if (kept !== null) return { response: kept, isReplay: true }
    try {
      return { response: await change(), isReplay: false }
    } catch (error) {
      if (!canBeByAnotherProcess(error)) throw error
      const keptMeanwhile = await findReplay(gateway, scope, gateway.clock.nowMs())
      if (keptMeanwhile !== null) return { response: keptMeanwhile, isReplay: true }
      throw error instanceof KeyTakenMeanwhile ? stillInProgress() : error
    }
  })
}

/** Another process may have served the same request in the meantime. Then its response counts, not our error. */
function canBeByAnotherProcess(error: unknown): boolean {
  return (
    error instanceof KeyTakenMeanwhile || (error instanceof ApiError && statusOfError(error.code) === 422)
  )
}
