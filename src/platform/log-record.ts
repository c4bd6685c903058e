/** One entry of the log, before it becomes a line. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'
export const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>
export type LogRecord = Readonly<{ level: LogLevel; atMs: number; fields: Fields; message: string }>
