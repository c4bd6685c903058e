/** The settings of one command, with the acquirers that they name; all problems are reported together. */
import type { CommandName } from '../config/command-names.ts'
import { type Config, ConfigRefused, type Environment, examineSettings } from '../config/read-config.ts'
import { loadAcquirers, noAcquirers, type OpenAcquirers } from './acquirers/load-acquirers.ts'

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
  // These commands only need the names, and seldom.
  const openAcquirers = command === 'merchants' ? noAcquirers : await loadAcquirers(config, all)
  if (all.length > 0) throw new ConfigRefused(all)
  return { config, openAcquirers }
}
