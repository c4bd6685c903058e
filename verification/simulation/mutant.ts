/** What a deliberate bug is. */
import type { Wish } from './setting.ts'

/**
 * One edit of the real source. It must find its snippet, so that a mutant cannot vanish when the
 * source changes.
 */
export type Edit = Readonly<{
  /** From the project's root. */
  file: string
  find: string
  replace: string
}>

export type Mutant = Readonly<{
  name: string
  edits: readonly Edit[]
  /** The worlds it is looked for in. */
  wish?: Wish
  /** Found within so many seeds; null for what another layer makes harmless, reported and not required. */
  seedsMax: number | null
}>
