/** What a deliberate bug is. */
import type { Wish } from './setting.ts'

/** A change inside of a function. The source must hold the snippet once, so that a mutant cannot vanish with it. */
type Snippet = Readonly<{
  /** From the project's root. */
  file: string
  find: string
  replace: string
}>

/** Another function in the place of an exported one. */
type Wrapping = Readonly<{ file: string; name: string; wrap: string }>

export type Edit = Snippet | Wrapping

/**
 * Edits of a file's exported functions: `wrap` is given the real one and makes what stands in its place. It is compiled
 * with the rest, so a rename or another signature is noticed by the compiler. It runs as text in the file that it
 * changes, so it may use nothing but its arguments.
 */
export function functionsOf<Module extends object>(file: string) {
  return <Name extends keyof Module & string>(
    name: Name,
    wrap: (real: Module[Name]) => Module[Name],
  ): Edit => ({ file, name, wrap: String(wrap) })
}

export type Mutant = Readonly<{
  name: string
  edits: readonly Edit[]
  /** The worlds it is looked for in. */
  wish?: Wish
  /** Found within so many seeds; null for what another layer makes harmless, reported and not required. */
  seedsMax: number | null
}>
