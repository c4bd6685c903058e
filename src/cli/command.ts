/** A command as data: its help is generated from this, and anything that it does not name is rejected. */
import type { CommandName } from '../config/command-names.ts'
import type { Config, Environment } from '../config/read-config.ts'
import type { OpenAcquirers } from './acquirers/load-acquirers.ts'
import type { Terminal } from './terminal.ts'

export type Command = Readonly<{
  /** As it is typed: `keys create`. */
  name: string
  /** The settings that it uses. */
  settings: CommandName
  /** One sentence. */
  summary: string
  /** Further paragraphs of the help. */
  details?: readonly string[]
  /** In their order; each is required unless it says otherwise. */
  positionals?: readonly Positional[]
  options?: Readonly<Record<string, Option>>
  examples: readonly string[]
  /** Further checks for settings that are unsafe with this command. */
  unsafe?(config: Config, environment: Environment): readonly string[]
  /** Called if the settings that it uses are not valid: may reject with more mistakes. */
  refuse?(environment: Environment, isSandbox: boolean): Promise<unknown>
  /** Returns the exit status where it is not 0. */
  run(input: Input, context: Context): Promise<number> | Promise<void>
}>

type Positional = Readonly<{ name: string; meaning: string; isOptional?: true }>

export type Option = Readonly<{
  /** The placeholder for the value in the help; null for a switch. */
  value: string | null
  meaning: string
  isRequired?: true
  /** Can be specified several times. */
  isRepeatable?: true
}>

export type Input = Readonly<{
  positionals: readonly string[]
  values: Readonly<Record<string, string>>
  /** Of repeatable options, in their order. */
  lists: Readonly<Record<string, readonly string[]>>
  switches: ReadonlySet<string>
}>

export type Context = Readonly<{
  config: Config
  openAcquirers: OpenAcquirers
  environment: Environment
  terminal: Terminal
}>

/** For commands that also work on the data of a sandbox. */
export const sandboxOption = {
  sandbox: {
    value: null,
    meaning: 'Use the database of "flowlix dev" in this folder, ./data/sandbox.db, instead of DATABASE_URL.',
  },
} as const satisfies Readonly<Record<string, Option>>
