/** What a setting is made of. */
import type { CommandName } from './command-names.ts'
import type { Kind } from './kinds.ts'

export type Setting<T> = Readonly<{
  name: string
  /** As it would be written in the environment; '' for none. `{PORT}` is replaced by the port. */
  default: string
  /** For `flowlix dev`, if its default differs. */
  devDefault?: string
  kind: Kind<T>
  /** One sentence. */
  meaning: string
  /** For the help of commands for which `meaning` is not accurate. */
  meaningFor?: Readonly<Partial<Record<CommandName, string>>>
  /** Commands that do not use the default: the setting must be set. */
  requiredBy?: readonly CommandName[]
  commands: readonly CommandName[]
}>

/** The commands that serve requests. */
export const starts = ['dev', 'serve'] as const
