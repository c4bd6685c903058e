/** The command-line options of campaigns. A misspelled one is reported in one sentence, with exit status 2. */
import { type ParseArgsConfig, parseArgs } from 'node:util'

export function readOptions<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch (error) {
    if (!isMistake(error)) throw error
    refuse(error.message.split('. ')[0]?.replace(/\.?$/, '.') ?? '')
  }
}

export function refuse(message: string): never {
  console.error(message)
  process.exit(2)
}

function isMistake(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
