/** A log whose lines can be read. */
import type { Log, LogFields } from '../../../src/ports/system.ts'

export type LogLine = Readonly<{ level: keyof Log; fields: LogFields; message: string }>
export type AcquirerLog = Log & Readonly<{ lines: readonly LogLine[] }>

export function recordedLog(): AcquirerLog {
  const lines: LogLine[] = []
  const write = (level: keyof Log) => (fields: LogFields, message: string) => {
    lines.push({ level, fields, message })
  }
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
