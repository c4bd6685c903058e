/** Reads settings that are expected to be valid. */
import type { CommandName } from '../../src/config/command-names.ts'
import {
  type Config,
  ConfigRefused,
  type Environment,
  examineSettings,
} from '../../src/config/read-config.ts'

export function readConfig(environment: Environment, command: CommandName = 'serve'): Config {
  const { config, mistakes } = examineSettings(environment, command)
  if (mistakes.length > 0) throw new ConfigRefused(mistakes)
  return config
}
