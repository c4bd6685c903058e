/** The settings of one command, with the acquirer that they name; all problems are reported together. */
import type { CommandName } from '../config/command-names.ts'
import { type Config, ConfigRefused, type Environment, examineSettings } from '../config/read-config.ts'
import type { Acquirer } from '../ports.ts'
import { loadAcquirer } from './live-acquirer.ts'

type SettingsOptions = Readonly<{
  /** The command works on the data of `flowlix dev`. */
  isSandbox?: boolean
  /** Further problems with these settings for this command. */
  unsafe?(config: Config): readonly string[]
}>
type Settings = Readonly<{ config: Config; liveAcquirer: Acquirer | null }>

export async function readSettings(
  environment: Environment,
  command: CommandName,
  { isSandbox = false, unsafe = () => [] }: SettingsOptions = {},
): Promise<Settings> {
  const { config, mistakes } = examineSettings(environment, command, isSandbox)
  const all = [...mistakes, ...unsafe(config)]
  const liveAcquirer = await loadIfNamed(config.liveAcquirer, all)
  if (all.length > 0) throw new ConfigRefused(all)
  return { config, liveAcquirer }
}

async function loadIfNamed(path: string | null, mistakes: string[]): Promise<Acquirer | null> {
  if (path === null) return null
  try {
    return await loadAcquirer(path)
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error
    mistakes.push(...error.mistakes)
    return null
  }
}
