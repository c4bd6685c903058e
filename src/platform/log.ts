/**
 * Structured logs, one JSON object a line. What is logged is chosen where it is logged; as a last net every line is
 * searched for card numbers and secret keys before it leaves.
 */
import pino from 'pino'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'
export const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

/** `mask` is the last net. `write` takes whole lines; standard output where it is not given. */
export function createLog(level: LogLevel, mask: (line: string) => string, write?: (line: string) => void) {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: mask },
  }
  return write === undefined ? pino(options) : pino(options, { write })
}
