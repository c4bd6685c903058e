/** A thread with one mutant in it: edits the source as it is loaded, and runs seeds until one of them is violated. */
import '../load-tsx.ts'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { applyEdit } from './apply-edit.ts'
import type { Seeds } from './hunt-mutant.ts'
import type { Edit } from './mutant.ts'
import type { Wish } from './setting.ts'

type Task = Readonly<{ edits: readonly Edit[]; seeds: Seeds; wish: Wish }>
/** The seed that was violated, if one was, and how many have run. */
export type MutantVerdict = Readonly<{ seed: number | null; seeds: number; violation: string | null }>

const root = new URL('../../', import.meta.url)
const { edits, seeds, wish } = workerData as Task
const applied = new Set<Edit>()

registerHooks({
  load(url, context, nextLoad) {
    const mine = edits.filter((edit) => new URL(edit.file, root).href === url)
    if (mine.length === 0) return nextLoad(url, context)
    const source = mine.reduce(edited, readFileSync(new URL(url), 'utf8'))
    return { format: 'module-typescript', source, shortCircuit: true }
  },
})

function edited(source: string, edit: Edit): string {
  applied.add(edit)
  return applyEdit(source, edit)
}

const { runSeed } = await import('./run-seed.ts')
if (wish.shells === 'real' || wish.world === 'throttled') await import('./shell.ts')
for (const edit of edits) {
  if (!applied.has(edit)) throw new Error(`${edit.file} is not part of the simulation`)
}

function* inOrder({ first, max }: Seeds): Generator<number> {
  if (first !== undefined) yield first
  for (let seed = 1; seed <= max; seed++) if (seed !== first) yield seed
}

async function hunt(): Promise<MutantVerdict> {
  let tried = 0
  for (const seed of inOrder(seeds)) {
    tried += 1
    const { violation } = await runSeed(seed, { wish })
    if (violation !== null) return { seed, seeds: tried, violation }
  }
  return { seed: null, seeds: tried, violation: null }
}

parentPort?.postMessage(await hunt())
