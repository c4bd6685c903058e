/**
 * `npm run acquirers -- --acquirer checkout --seed 7 --seeds 100`: gateways that die in front of an acquirer's stand-in that
 * loses, delays, and garbles. Ends with status 1 when money was lost or taken twice, or when the two books differ.
 */
import '../verification/load-tsx.ts'
import { readOptions, refuse } from '../verification/read-options.ts'

const { runAcquirerCampaign } = await import('../verification/acquirers/campaign/campaign.ts')
const { happenings } = await import('../verification/acquirers/campaign/counts.ts')
const { worlds } = await import('../verification/acquirers/campaign/worlds.ts')

const { values } = readOptions({
  options: {
    acquirer: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    seeds: { type: 'string', default: '100' },
  },
})
const names = values.acquirer === undefined ? Object.keys(worlds) : [values.acquirer]
const unknown = names.find((name) => worlds[name] === undefined)
if (unknown !== undefined) refuse(`--acquirer must be one of ${Object.keys(worlds).join(', ')}.`)
const first = wholeNumber('seed', values.seed)
const seeds = wholeNumber('seeds', values.seeds)

function wholeNumber(name: string, value: string): number {
  return /^\d{1,15}$/.test(value) ? Number(value) : refuse(`--${name} must be a whole number.`)
}

let wrong = 0
let reported = 0
for (const name of names) {
  const open = worlds[name]
  if (open === undefined) continue
  const total = Object.fromEntries(happenings.map((happening) => [happening, 0]))
  for (let seed = first; seed < first + seeds; seed++) {
    const { findings, counts, doubles } = await runAcquirerCampaign(open, seed)
    for (const happening of happenings) total[happening] = (total[happening] ?? 0) + counts[happening]
    wrong += findings.length
    reported += doubles
    for (const finding of findings) console.error(`seed ${seed}: ${finding}`)
  }
  console.log(`${name}, seeds ${first} to ${first + seeds - 1}`)
  for (const happening of happenings) {
    console.log(`${happening.replaceAll('_', ' ').padEnd(30)}${total[happening]}`)
  }
}
console.log(`${'left to a person'.padEnd(30)}${reported}`)
console.log(`${'wrong'.padEnd(30)}${wrong}`)
// Gateways that died still hold promises.
process.exit(wrong === 0 ? 0 : 1)
