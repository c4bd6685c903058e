/** What one seed's world is made of. Drawn by the seed, unless somebody wants to see one of them. */
import type { Prng } from '../seeded-random.ts'
import type { StorageKind } from './store.ts'

export const shellKinds = ['direct', 'real'] as const
type ShellKind = (typeof shellKinds)[number]

/**
 * Most worlds draw all their faults independently. The others bring about on purpose what independent draws would
 * hardly ever bring together:
 * - `day_outage`: the acquirer cannot be used for more than a day
 * - `late_arrivals`: requests arrive after they were reversed, at an acquirer that forgets reversals
 * - `restored`: an older copy of the storage takes its place, while customers are paying
 * - `throttled`: card attempts are limited, and strangers and customers run into the limits
 * - `method`: every issuer wants its 3-D Secure method to run first, and processes sleep and lose answers around it
 * - `receivers`: merchants have webhook endpoints, whose receivers fail for minutes or days
 * - `crowd`: hundreds of payments are in doubt at once, because the acquirer is silent
 */
export const worldKinds = [
  'usual',
  'day_outage',
  'late_arrivals',
  'restored',
  'throttled',
  'crowd',
  'method',
  'receivers',
] as const
export type WorldKind = (typeof worldKinds)[number]

export type Setting = Readonly<{ storage: StorageKind; shells: ShellKind; world: WorldKind }>

/** What is asked for; the seed draws the rest. */
export type Wish = Readonly<{ storage?: StorageKind; shells?: ShellKind; world?: WorldKind }>

/** Of the worlds that are not usual. */
const shares: readonly (readonly [WorldKind, number])[] = [
  ['day_outage', 0.03],
  ['late_arrivals', 0.02],
  ['restored', 0.03],
  ['throttled', 0.02],
  ['crowd', 0.0015],
  ['method', 0.01],
  ['receivers', 0.02],
]

/** Every share is drawn, wished for or not, so that a wish changes nothing else of the seed. */
export function drawSetting(random: Prng, wish: Wish): Setting {
  const storage = random.chance(0.06) ? 'sqlite' : 'memory'
  const shells = random.chance(0.2) ? 'real' : 'direct'
  const drawn = drawWorld(random.fraction())
  const world = wish.world ?? drawn
  return { ...{ storage, shells, world }, ...needsOf(world), ...wish }
}

function drawWorld(fraction: number): WorldKind {
  let rest = fraction
  for (const [world, share] of shares) {
    if (rest < share) return world
    rest -= share
  }
  return 'usual'
}

/** Limits stand in the page; and hundreds of payments would take minutes in real storage. */
function needsOf(world: WorldKind): Wish {
  if (world === 'throttled') return { shells: 'real' }
  return world === 'crowd' ? { storage: 'memory', shells: 'direct' } : {}
}

export function nameOfSetting({ storage, shells, world }: Setting): string {
  const kind = world === 'usual' ? '' : `${world}: `
  return `${kind}${storage}, ${shells === 'real' ? 'through the API and the page' : 'operations called directly'}`
}
