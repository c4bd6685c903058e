/** Which real parts one seed's world is made of. Drawn by the seed, unless somebody wants to see one of them. */
import type { Prng } from './prng.ts'
import type { StorageKind } from './store.ts'

export type Setting = Readonly<{ storage: StorageKind }>

/** What is asked for; the seed draws the rest. */
export type Wish = Readonly<{ storage?: StorageKind }>

/** Every share is drawn, wished for or not, so that a wish changes nothing else of the seed. */
export function drawSetting(random: Prng, wish: Wish): Setting {
  const storage = random.chance(0.25) ? 'sqlite' : 'memory'
  return { storage, ...wish }
}

export function nameOfSetting({ storage }: Setting): string {
  return storage
}
