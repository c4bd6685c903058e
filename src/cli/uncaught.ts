/**
 * After an uncaught error the state of the process is unknown, so it ends, and the next start resolves what was running.
 * Node's own message would bypass the masking of the log.
 */
import type { Log } from '../ports.ts'

export function endOnUncaught(log: Log): void {
  process.on('uncaughtException', (error: unknown) => {
    const { name, stack } = error instanceof Error ? error : { name: 'fault', stack: undefined }
    log.error(
      { alarm: 'uncaught_fault', cause: name, stack },
      'the gateway is stopping because of an unexpected error',
    )
    process.exit(1)
  })
}
