/** The resident memory of a process, as the operating system counts it. */
import { execFileSync } from 'node:child_process'

/** Null where `ps` is missing or speaks another dialect. */
export function residentBytes(pid: number): number | null {
  try {
    const kibibytes = Number(
      execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim(),
    )
    return Number.isFinite(kibibytes) && kibibytes > 0 ? kibibytes * 1_024 : null
  } catch {
    return null
  }
}
