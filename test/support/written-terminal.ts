/** A terminal whose lines are kept, with somebody at it who can end the program. */
import type { Terminal } from '../../src/cli/terminal.ts'
import { printable } from '../../src/platform/printable.ts'
import type { Log } from '../../src/ports/system.ts'

export type WrittenTerminal = Readonly<{
  terminal: Terminal
  /** Standard output. */
  out: string[]
  /** Standard error, alarms as well. */
  noted: string[]
  /** As Ctrl-C does. */
  interrupt(): void
}>

/** `answer`: what is said to every question; nobody is there to ask without it. */
export function writtenTerminal(log: Log, answer?: boolean): WrittenTerminal {
  const [out, noted]: [string[], string[]] = [[], []]
  const interruption = new AbortController()
  const note = (...lines: readonly string[]): void => void noted.push(...lines.map(printable))
  const confirm = async (question: string): Promise<boolean> => {
    note(question)
    return answer === true
  }
  return {
    terminal: {
      out: (...lines) => void out.push(...lines.map(printable)),
      note,
      alarm: note,
      confirm: answer === undefined ? null : confirm,
      interruption: () => interruption.signal,
      log,
    },
    out,
    noted,
    interrupt: () => interruption.abort(),
  }
}
