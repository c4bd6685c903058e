/**
 * Finds an acquirer's own library, which only those who use that acquirer install. It is looked for beside the program, so that
 * the bundle and the single executable file find it as well, and then where the operator works. In this order, because the
 * gateway can write to the second folder in many installations.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { isSea } from 'node:sea'
import { fileURLToPath } from 'node:url'
import manifest from '../../../package.json' with { type: 'json' }
import { safeCause } from '../../core/attempt/safe-cause.ts'
import { errorName } from '../../core/error-name.ts'
import { Unfit } from './unfit.ts'

type SdkName = keyof typeof manifest.peerDependencies

/** Throws {@link Unfit} where the library is missing, or not of the version that the adapter was made for. */
export function loadSdk(name: SdkName, folders: readonly string[] = searchFolders()): unknown {
  const wanted = manifest.peerDependencies[name]
  const command = `npm install ${name}@${wanted}`
  const found = folders.flatMap((folder) => find(name, folder))[0]
  if (found === undefined) throw new Unfit(`needs the package ${name}: run "${command}"`)
  const installed = manifestOf(name, found.file)
  if (installed.version !== wanted)
    throw new Unfit(
      `needs version ${wanted} of the package ${name}, not ${installed.version} as in ${installed.folder}: run "${command}" in ${join(installed.folder, '../..')}`,
    )
  try {
    return found.require(name)
  } catch (error) {
    throw new Unfit(
      `could not load the package ${name} in ${installed.folder} (${safeCause(errorName(error))})`,
    )
  }
}

type Found = Readonly<{ require: NodeJS.Require; file: string }>

/** With `require`, because in a single executable file `import()` finds Node's own modules only. */
function find(name: string, folder: string): readonly Found[] {
  const require = createRequire(join(folder, 'any.js'))
  try {
    return [{ require, file: require.resolve(name) }]
  } catch {
    return []
  }
}

function searchFolders(): readonly string[] {
  const program = isSea() ? dirname(process.execPath) : dirname(fileURLToPath(import.meta.url))
  return [program, process.cwd()]
}

/** The nearest manifest above that has the name: a package may not export its own. */
function manifestOf(name: string, file: string): Readonly<{ folder: string; version: string }> {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const found = manifestIn(folder)
    if (found?.name === name) return { folder, version: found.version ?? 'an unknown version' }
  }
  return { folder: dirname(file), version: 'an unknown version' }
}

function manifestIn(folder: string): Readonly<{ name?: string; version?: string }> | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch {
    return null
  }
}
