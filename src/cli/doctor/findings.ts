/** What `flowlix doctor` has found out, said as soon as it is known. */
import type { LogRecord } from '../../platform/log-record.ts'
import { readableLine } from '../../platform/readable-line.ts'
import type { Log } from '../../ports/system.ts'
import { counted } from '../counted.ts'
import { exitStatus } from '../mistakes.ts'
import type { Terminal } from '../terminal.ts'

export class Findings {
  readonly #out: Terminal['out']
  #warnings = 0
  #problems = 0

  constructor({ out }: Pick<Terminal, 'out'>) {
    this.#out = out
  }

  ok(text: string): void {
    this.#out(`ok       ${text}`)
  }

  /** May be intended. */
  warning(text: string): void {
    this.#warnings++
    this.#out(`warning  ${text}`)
  }

  problem(text: string): void {
    this.#problems++
    this.#out(`problem  ${text}`)
  }

  /** So far. */
  get count(): number {
    return this.#warnings + this.#problems
  }

  /** Returns the exit status. */
  conclude(): number {
    const counts = [counted(this.#problems, 'problem'), counted(this.#warnings, 'warning')]
    this.#out('', this.count === 0 ? 'Nothing is wrong.' : `${counts.join(' and ')}.`)
    if (this.#problems > 0) return exitStatus.failed
    return this.#warnings > 0 ? exitStatus.attention : exitStatus.done
  }

  /** For the parts of the gateway that say in the log what is wrong. */
  log(): Log {
    const at =
      (level: LogRecord['level']) =>
      (fields: LogRecord['fields'], message: string): void => {
        if (fields.security !== undefined) return
        const line = readableLine({ level: 'info', atMs: 0, fields: unsaid(fields, message), message })
        const text = `${line.charAt(0).toUpperCase()}${line.slice(1)}.`
        if (level === 'error' || fields.alarm !== undefined) this.problem(text)
        else if (level === 'warn') this.warning(text)
      }
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  }
}

/** Without the setting if the message names it. */
function unsaid({ setting, ...others }: LogRecord['fields'], message: string): LogRecord['fields'] {
  return message.includes(String(setting)) ? others : { setting, ...others }
}
