/** Which real parts one seed's world is made of. Drawn by the seed, unless somebody wants to see one of them. */
import type { Prng } from '../seeded-random.ts'
import type { StorageKind } from './store.ts'

export const shellKinds = ['direct', 'real'] as const
export type ShellKind = (typeof shellKinds)[number]

export type Setting = Readonly<{ storage: StorageKind; shells: ShellKind }>

/** What is asked for; the seed draws the rest. */
export type Wish = Readonly<{ storage?: StorageKind; shells?: ShellKind }>

/** Every share is drawn, wished for or not, so that a wish changes nothing else of the seed. */
export function drawSetting(random: Prng, wish: Wish): Setting {
  const storage = random.chance(0.12) ? 'sqlite' : 'memory'
  const shells = random.chance(0.2) ? 'real' : 'direct'
  return { storage, shells, ...wish }
}

export function nameOfSetting({ storage, shells }: Setting): string {
  return `${storage}, ${shells === 'real' ? 'through the API and the page' : 'operations called directly'}`
}
