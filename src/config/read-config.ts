/** The environment, read once at start: a frozen Config, and everything that is wrong with it. */
import { isSameFile } from '../platform/database-place.ts'
import type { CommandName } from './command-names.ts'
import { fileOf, Unusable } from './kinds.ts'
import { meantBy } from './misspelled.ts'
import { type Config, type Setting, settingList, settings } from './settings.ts'

export type { Config }
export type Environment = Readonly<Record<string, string | undefined>>

/** Every mistake, one line each. */
export class ConfigRefused extends Error {
  override name = 'ConfigRefused'
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(`The settings cannot be used:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`)
    this.mistakes = mistakes
  }
}

/** Where there are mistakes, the config holds defaults in their place, so that more can be checked. */
type Examined = Readonly<{ config: Config; mistakes: readonly string[] }>

/** Settings that the command does not use are not looked at: they cannot keep it from its work. */
export function examine(environment: Environment, command: CommandName, isSandbox = false): Examined {
  const mistakes: string[] = []
  const values: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries<Setting<unknown>>(settings)) {
    const standard = withPort(defaultOf(setting, command, isSandbox), values.port)
    const given = setting.commands.includes(command) ? environment[setting.name] : undefined
    values[key] = read(setting, given || standard, standard, command, mistakes)
  }
  const config = Object.freeze(values) as Config
  mistakes.push(...sharedFile(config), ...misspellings(environment))
  return { config, mistakes }
}

/** As an origin is written: without the port that everybody means. */
function withPort(standard: string, port: unknown): string {
  return standard.includes('{PORT}') ? new URL(standard.replace('{PORT}', String(port))).origin : standard
}

/** `isSandbox`: a command on the sandbox start's data. */
export function defaultOf(setting: Setting<unknown>, command: CommandName, isSandbox = false): string {
  const { default: standard, devDefault = standard } = setting
  return command === 'dev' || isSandbox ? devDefault : standard
}

function read(
  { name, kind }: Setting<unknown>,
  value: string,
  standard: string,
  command: CommandName,
  mistakes: string[],
): unknown {
  try {
    return kind(value, command)
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    mistakes.push(`${name} ${error.message}`)
    return kind(standard, command)
  }
}

/** Each of the two would find the other's tables in it. */
function sharedFile({ databaseUrl, sandboxDatabase }: Config): readonly string[] {
  const [ours, bank] = [fileOf(databaseUrl), fileOf(sandboxDatabase)]
  return isSameFile(ours, bank) ? ['SANDBOX_DATABASE must name another file than DATABASE_URL'] : []
}

/** Nothing is said where the right name is set as well: then the other one is somebody else's. */
function misspellings(environment: Environment): readonly string[] {
  const known = settingList.map(({ name }) => name)
  const unset = known.filter((name) => !environment[name])
  return Object.keys(environment)
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = meantBy(name, unset)
      return meant === null ? [] : [`${name} is not a setting; did you mean ${meant}?`]
    })
}
