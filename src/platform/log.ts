/**
 * The log: one line per entry, as a JSON object or as plain text. What is logged is chosen
 * where it is logged; as a last net every line is searched for card numbers and secret keys before it leaves.
 */
import { type Fields, type LogLevel, type LogRecord, logLevels } from './log-record.ts'
import { LogSink } from './log-sink.ts'
import { printable } from './printable.ts'
import { readableLine } from './readable-line.ts'

export type LogFormat = 'json' | 'readable'
export const logFormats: readonly LogFormat[] = ['json', 'readable']

type LogOptions = Readonly<{
  level: LogLevel
  format?: LogFormat
  /** Applied to every line: replaces card numbers and secret keys. */
  mask(line: string): string
  /** Takes whole lines. */
  write?(line: string): void
  /** An open file, used if there is no `write`: 1 is standard output, 2 is standard error. */
  fd?: 1 | 2
  /** Called for each line that could not be written to the file. */
  onDropped?: (() => void) | undefined
}>

/** Records with this field concern the security of the installation, and are written regardless of the level. */
const alwaysWritten = 'security'

export function createLog({ level, format = 'json', mask, write, fd = 1, onDropped }: LogOptions) {
  const leastRank = logLevels.indexOf(level)
  const form = format === 'json' ? jsonLine : readableLine
  const line = (record: LogRecord): string => `${mask(form(record))}\n`
  const put = write ?? toFile(fd, line, onDropped)
  const at =
    (own: LogLevel, rank = logLevels.indexOf(own)) =>
    (fields: Fields, message: string): void => {
      if (level === 'silent' || (rank < leastRank && fields[alwaysWritten] === undefined)) return
      put(line({ level: own, atMs: Date.now(), fields, message }))
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

function jsonLine({ level, atMs, fields, message }: LogRecord): string {
  return printable(JSON.stringify({ level, time: new Date(atMs).toISOString(), ...fields, msg: message }))
}

function toFile(
  fd: 1 | 2,
  line: (record: LogRecord) => string,
  onDropped: () => void = () => {},
): (text: string) => void {
  const droppedLine = (count: number): string =>
    line({
      level: 'warn',
      atMs: Date.now(),
      fields: { alarm: 'log_lines_dropped', dropped: count },
      message: 'log lines were dropped because the log could not be written',
    })
  const sink = new LogSink(fd, { droppedLine, onDropped })
  return (text) => sink.write(text)
}
