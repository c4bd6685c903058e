/** The settings of one command, with the acquirers that they name; all problems are reported together. */
import { apiCommandNames, type CommandName } from '../config/command-names.ts'
import { type Config, ConfigRefused, type Environment, examineSettings } from '../config/read-config.ts'
import type { OpenAcquirers } from './acquirers/load-acquirers.ts'
import { noAcquirers } from './acquirers/no-acquirers.ts'

type SettingsOptions = Readonly<{
  /** The command works on the data of `flowlix dev`. */
  isSandbox?: boolean
  /** Further problems with these settings for this command. */
  unsafe?(config: Config): readonly string[]
}>
type Settings = Readonly<{ config: Config; openAcquirers: OpenAcquirers }>

export async function readSettings(
  environment: Environment,
  command: CommandName,
  { isSandbox = false, unsafe = () => [] }: SettingsOptions = {},
): Promise<Settings> {
  const { config, mistakes } = examineSettings(environment, command, isSandbox)
  const all = [...mistakes, ...unsafe(config)]
  const openAcquirers = await acquirersFor(command, config, all)
  if (all.length > 0) throw new ConfigRefused(all)
  return { config, openAcquirers }
}

/** The last one only needs the names, and rarely. */
const withoutAcquirers: readonly CommandName[] = [...apiCommandNames, 'merchants']

async function acquirersFor(
  command: CommandName,
  config: Config,
  mistakes: string[],
): Promise<OpenAcquirers> {
  if (withoutAcquirers.includes(command)) return noAcquirers
  // Loaded only here, because it takes most of the time that a command for a running gateway needs.
  const { loadAcquirers } = await import('./acquirers/load-acquirers.ts')
  return loadAcquirers(config, mistakes)
}
