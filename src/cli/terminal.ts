/** Where a command writes and asks. Everything goes through one filter: merchants and acquirers choose some of the text. */
import { createInterface } from 'node:readline/promises'
import { mask } from '../core/card/mask.ts'
import { createLog } from '../platform/log.ts'
import { printable } from '../platform/printable.ts'
import type { Log } from '../ports/system.ts'

export type Terminal = Readonly<{
  /** The result: standard output, one line each. */
  out(...lines: readonly string[]): void
  /** Messages about it: standard error. */
  note(...lines: readonly string[]): void
  /** Messages that must not be overlooked: red, where standard error shows colors. */
  alarm(...lines: readonly string[]): void
  /** Asks for confirmation; null if there is no one to ask. */
  confirm: ((question: string) => Promise<boolean>) | null
  /** For commands that run until the user ends them: fires then, and once more ends them at once. */
  interruption(): AbortSignal
  /** Errors and security events: standard error, too. */
  log: Log
}>

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process
  return {
    out: (...lines) => write(stdout, lines),
    note: (...lines) => write(stderr, lines),
    alarm: (...lines) => write(stderr, lines, stderr.isTTY && stderr.hasColors() ? inRed : printable),
    confirm: stdin.isTTY && stderr.isTTY ? confirm : null,
    interruption,
    log: createLog({ level: 'error', format: stderr.isTTY ? 'readable' : 'json', mask, fd: 2 }),
  }
}

function write(stream: NodeJS.WriteStream, lines: readonly string[], shown = printable): void {
  stream.write(lines.map((line) => `${shown(line)}\n`).join(''))
}

function inRed(line: string): string {
  return `\u001b[31m${printable(line)}\u001b[39m`
}

function interruption(): AbortSignal {
  const interrupted = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort())
  return interrupted.signal
}

async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question(`${printable(question)} [y/N] `)).trim())
  } finally {
    lines.close()
  }
}

/** Columns of equal width, under their names. */
export function table(names: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const lines = [names, ...rows.map((row) => row.map(printable))]
  const widths = names.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)))
  return lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
