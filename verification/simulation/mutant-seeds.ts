/** The seed that found each mutant last: tried first, so that finding it again takes one seed instead of hundreds. */
import { readFileSync, writeFileSync } from 'node:fs'
import { mutants } from './mutants.ts'

const file = new URL('./mutant-seeds.json', import.meta.url)

/** By the mutants' names. */
export type MutantSeeds = Readonly<Record<string, number>>

export function mutantSeeds(): MutantSeeds {
  return JSON.parse(readFileSync(file, 'utf8')) as MutantSeeds
}

/** Those of mutants that no longer exist are forgotten. */
export function recordMutantSeeds(found: MutantSeeds): void {
  const all = { ...mutantSeeds(), ...found }
  const kept = mutants.flatMap(({ name }) => {
    const seed = all[name]
    return seed === undefined ? [] : [[name, seed]]
  })
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
}
