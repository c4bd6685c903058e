/** Compiles the library that is preloaded into a gateway which will lose its power; null where there is no C compiler. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { databaseFile } from '../../gateway-process.ts'

const source = fileURLToPath(new URL('./remember-unsynced.c', import.meta.url))

export const recordFolder = (folder: string): string => join(folder, 'unsynced')

/** True where a loss of power can be imitated: Linux with a C compiler. */
export function canLosePower(): boolean {
  return process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0
}

/** Returns the library's path. */
export function compilePreload(folder: string): string {
  const library = join(folder, 'remember-unsynced.so')
  execFileSync('cc', [
    '-shared',
    '-fPIC',
    '-O2',
    '-Wall',
    '-Werror',
    '-o',
    library,
    source,
    '-ldl',
    '-pthread',
  ])
  return library
}

/** The environment of a gateway whose unsynced writes are remembered. */
export function preloadEnvironment(library: string, folder: string): Readonly<Record<string, string>> {
  mkdirSync(recordFolder(folder), { recursive: true })
  return {
    LD_PRELOAD: library,
    FLOWLIX_POWER_FILES: databaseFile(folder),
    FLOWLIX_POWER_LOG: recordFolder(folder),
  }
}
