/**
 * A fault that nobody has caught: what state the process is in is not known, so it ends, and the next start finds out
 * what was running. Node's own message would go past the log's last net.
 */
import type { Log } from '../ports.ts'

export function endOnUncaught(log: Log): void {
  process.on('uncaughtException', (error: unknown) => {
    const { name, stack } = error instanceof Error ? error : { name: 'fault', stack: undefined }
    log.error({ alarm: 'uncaught_fault', cause: name, stack }, 'the gateway ends because of a fault')
    process.exit(1)
  })
}
