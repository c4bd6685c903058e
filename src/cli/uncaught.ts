/**
 * After an uncaught error the state of the process is unknown, so it ends, and the next start resolves what was running.
 * Node's own message would bypass the masking of the log.
 */
import { errorName } from '../core/error-name.ts'
import type { Log } from '../ports/system.ts'

export function endOnUncaught(log: Log): void {
  process.on('uncaughtException', (error: unknown) => {
    const stack = error instanceof Error ? error.stack : undefined
    log.error(
      { alarm: 'uncaught_fault', cause: errorName(error), stack },
      'the gateway is stopping because of an unexpected error',
    )
    process.exit(1)
  })
}
