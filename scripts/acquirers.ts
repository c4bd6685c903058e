/**
 * `npm run acquirers -- --acquirer checkout --seed 7 --seeds 100`: gateways that die in front of an acquirer's stand-in that
 * loses, delays, and garbles. Ends with status 1 when money was lost or taken twice, or when the two books differ.
 */
import '../verification/load-tsx.ts'
import { readOptions, refuse } from '../verification/read-options.ts'

const { runAcquirerCampaign } = await import('../verification/acquirers/campaign/campaign.ts')
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
for (const name of names) {
  const open = worlds[name]
  if (open === undefined) continue
  const total = { payments: 0, refunds: 0, deaths: 0, faults: 0 }
  for (let seed = first; seed < first + seeds; seed++) {
    const { findings, payments, refunds, deaths, faults } = await runAcquirerCampaign(open, seed)
    total.payments += payments
    total.refunds += refunds
    total.deaths += deaths
    total.faults += faults
    wrong += findings.length
    for (const finding of findings) console.error(`seed ${seed}: ${finding}`)
  }
  console.log(`${name}, seeds ${first} to ${first + seeds - 1}`)
  console.log(`payments  ${total.payments}, and ${total.refunds} refunds`)
  console.log(`faults    ${total.faults}, and the process died ${total.deaths} times`)
}
console.log(`wrong     ${wrong}`)
// Gateways that died still hold promises.
process.exit(wrong === 0 ? 0 : 1)
