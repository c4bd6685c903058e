/** What every operation of the adapter needs. */
import type { Log } from '../../ports/system.ts'
import type { Api } from './api.ts'

export type Context = Readonly<{
  api: Api
  log: Log
  nowMs(): number
  /** Between two questions about a payment whose customer is waiting. */
  pause(signal: AbortSignal): Promise<void>
}>

/** For one question. The gateway's own signal may come earlier. */
export const questionMs = 10_000

/** Credentials or rights are missing, so no payment works: somebody must look. */
export function alarmIfRefused({ log }: Context, operation: string, status: number): void {
  if (status !== 401 && status !== 403) return
  log.error(
    { alarm: 'acquirer_credentials', acquirer: 'checkout', operation, status },
    'Checkout.com rejected the credentials',
  )
}
