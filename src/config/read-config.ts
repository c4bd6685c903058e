/** Reads the environment once at startup: a frozen Config, and every problem with it. */
import { isSameFile } from '../platform/database-place.ts'
import { fileOf } from '../platform/database-url.ts'
import { isPostgresUrl } from '../platform/postgres/postgres-url.ts'
import { missingSettings } from './acquirer-settings.ts'
import type { CommandName } from './command-names.ts'
import { Unusable } from './kinds.ts'
import { meantBy } from './misspelled.ts'
import { type Config, type Setting, settingList, settings } from './settings.ts'

export type { Config }
export type Environment = Readonly<Record<string, string | undefined>>

/** Every mistake, one line each. */
export class ConfigRefused extends Error {
  override name = 'ConfigRefused'
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(`The settings are not valid:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`)
    this.mistakes = mistakes
  }
}

/** Defaults replace invalid values in the config, so that more can be checked. */
type ExaminedSettings = Readonly<{ config: Config; mistakes: readonly string[] }>

/** Settings that the command does not use are ignored, so a problem with them does not stop it. */
export function examineSettings(
  environment: Environment,
  command: CommandName,
  isSandbox = false,
): ExaminedSettings {
  const mistakes: string[] = []
  const values: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries<Setting<unknown>>(settings)) {
    const standard = standardOf(setting, values, command, isSandbox)
    const value = setting.commands.includes(command) ? environment[setting.name] : undefined
    values[key] = read(setting, value || standard, standard, command, mistakes)
  }
  const config = Object.freeze(values) as Config
  mistakes.push(
    ...missingSettings(config, command, (name) => Boolean(environment[name])),
    ...sharedFile(config),
    ...sharedPort(config),
    ...misspellings(environment),
  )
  return { config, mistakes }
}

/** The sandbox acquirer is where the gateway is, so that every node can reach it. */
function standardOf(
  setting: Setting<unknown>,
  { databaseUrl, port }: Readonly<Record<string, unknown>>,
  command: CommandName,
  isSandbox: boolean,
): string {
  const isElsewhere = typeof databaseUrl === 'string' && isPostgresUrl(databaseUrl)
  if (setting === settings.sandboxDatabase && isElsewhere) return databaseUrl
  return withPort(defaultOf(setting, command, isSandbox), port)
}

/** Fills in the port, and leaves out a default port, as origins are written. */
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

/** The two have different tables. */
function sharedFile({ databaseUrl, sandboxDatabase }: Config): readonly string[] {
  if (isPostgresUrl(databaseUrl) || isPostgresUrl(sandboxDatabase)) return []
  const [ours, bank] = [fileOf(databaseUrl), fileOf(sandboxDatabase)]
  return isSameFile(ours, bank) ? ['SANDBOX_DATABASE and DATABASE_URL must name different files'] : []
}

function sharedPort({ port, metricsPort }: Config): readonly string[] {
  return port === metricsPort ? ['METRICS_PORT and PORT must be different ports'] : []
}

/** If the right name is set as well, the similar variable probably belongs to another program. */
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
