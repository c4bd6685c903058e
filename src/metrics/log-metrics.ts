/** What the log says, as numbers: lines by level, alarms, security events, and broken rules of payment pages. */
import { Counter, type Registry } from 'prom-client'
import type { Log, LogFields } from '../ports/system.ts'
import { securityEventNames } from '../security-event.ts'
import type { DatabaseMetrics } from './database-metrics.ts'

const levels = ['debug', 'info', 'warn', 'error'] as const

/**
 * Every value of the field `alarm`, except that of lines that were dropped, which have a counter of their own. Each counter
 * exists from the start, so that its first increase is seen.
 */
export const alarms = [
  'attempt_set_aside',
  'refund_set_aside',
  'database_damaged',
  'card_testing',
  'clock_jumped',
  'clock_behind',
  'uncaught_fault',
  'acquirer_missing',
  'webhook_endpoint_failing',
  'webhook_endpoint_disabled',
  'acquirer_credentials',
  'acquirer_account',
  'acquirer_request',
  'acquirer_challenge',
  'acquirer_double',
] as const

export function logMetrics(registers: Registry[], database: DatabaseMetrics) {
  const lines = counter(registers, 'flowlix_log_lines_total', 'Log entries made, by level.', 'level')
  const raised = counter(registers, 'flowlix_alarms_total', 'Log entries with the field "alarm".', 'alarm')
  const security = counter(
    registers,
    'flowlix_security_events_total',
    'Log entries with the field "security". Repeated events are logged once a minute.',
    'event',
  )
  const reports = counter(
    registers,
    'flowlix_csp_reports_total',
    'Reports by browsers that a payment page broke its policy, by directive; counted once a minute.',
    'directive',
  )
  const dropped = new Counter({
    name: 'flowlix_log_lines_dropped_total',
    help: 'Log lines that were dropped because the log could not be written.',
    registers,
  })
  for (const level of levels) lines.inc({ level }, 0)
  for (const alarm of alarms) raised.inc({ alarm }, 0)
  for (const event of securityEventNames) security.inc({ event }, 0)

  const count = ({ alarm, security: event, ...fields }: LogFields): void => {
    if (typeof alarm === 'string') raised.inc({ alarm })
    if (alarm === 'database_damaged') database.isDamaged()
    if (typeof event !== 'string') return
    security.inc({ event })
    if (event !== 'page_rule_broken') return
    // The names are a closed list, and its only fields with numbers.
    for (const [directive, times] of Object.entries(fields))
      if (typeof times === 'number') reports.inc({ directive }, times)
  }
  return {
    counted: (log: Log): Log => {
      const at =
        (level: (typeof levels)[number]) =>
        (fields: LogFields, message: string): void => {
          lines.inc({ level })
          count(fields)
          log[level](fields, message)
        }
      return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
    },
    lineDropped: (): void => dropped.inc(),
  }
}

function counter(registers: Registry[], name: string, help: string, label: string): Counter {
  return new Counter({ name, help, labelNames: [label], registers })
}
