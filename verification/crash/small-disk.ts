/** A small file system in memory, to be filled and made read-only; null where the machine does not permit one. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SmallDisk = Readonly<{
  folder: string
  /** Leaves so many bytes free. */
  fill(freeBytes: number): void
  empty(): void
  /** The folder, as seen by a process that may not write there. */
  readOnlyView(): string
  remove(): void
}>

const ballastName = 'ballast'
const chunkBytes = 64 * 1_024

export function mountSmallDisk(sizeMegabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-disk-'))
  const view = mkdtempSync(join(tmpdir(), 'flowlix-view-'))
  const mounted: string[] = []
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${sizeMegabytes}m`, 'tmpfs', folder)
    mounted.push(folder)
  } catch {
    rmdirSync(folder)
    rmdirSync(view)
    return null
  }
  const ballast = join(folder, ballastName)
  return {
    folder,
    fill(freeBytes) {
      const { bavail, bsize } = statfsSync(folder)
      const bytes = Math.max(0, bavail * bsize - freeBytes)
      const chunk = Buffer.alloc(chunkBytes, 1)
      for (let written = 0; written < bytes; written += chunk.length) {
        writeFileSync(ballast, chunk.subarray(0, Math.min(chunk.length, bytes - written)), { flag: 'a' })
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    readOnlyView() {
      run('mount', '--bind', folder, view)
      mounted.push(view)
      run('mount', '-o', 'remount,ro,bind', view)
      return view
    },
    remove() {
      for (const path of mounted.reverse()) run('umount', path)
      rmdirSync(folder)
      rmdirSync(view)
    },
  }
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: 'ignore' })
}
