/**
 * `npm run races -- --nodes 4 --submits 10000 --reads 100000 --seed 7`: forms that are sent to two nodes at once, and
 * payments that are read at another node as soon as they are acknowledged. Ends with status 1 when a form led to more or
 * less than one authorization, or a read missed what was acknowledged.
 */
import { randomInt } from 'node:crypto'
import { runRaces } from '../verification/races/races.ts'
import { readOptions, refuse } from '../verification/read-options.ts'

const { values } = readOptions({
  options: {
    nodes: { type: 'string', default: '4' },
    submits: { type: 'string', default: '10000' },
    reads: { type: 'string', default: '100000' },
    seed: { type: 'string' },
  },
})

function wholeNumber(name: 'nodes' | 'submits' | 'reads', least: number): number {
  const value = Number(values[name])
  return Number.isInteger(value) && value >= least
    ? value
    : refuse(`--${name} must be a whole number of at least ${least}.`)
}

const nodes = wholeNumber('nodes', 2)
const submits = wholeNumber('submits', 0)
const reads = wholeNumber('reads', 0)
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
if (!Number.isInteger(seed)) refuse('--seed must be a whole number.')

console.log(`seed ${seed}`)
const result = await runRaces({
  seed,
  nodes,
  submits,
  reads,
  onProgress(what, done) {
    if (done % 1_000 === 0) console.log(`${done} ${what}`)
  },
})
for (const sentence of result.wrong.slice(0, 20)) console.error(sentence)
console.log(`nodes           ${nodes}`)
console.log(`sent twice      ${submits} forms, ${result.submitsPerSecond.toFixed(0)} a second`)
console.log(
  `authorizations  ${result.authorizations}, approved ${result.approved}, doubled ${result.doubled}`,
)
console.log(`read after 201  ${reads} payments, ${result.readsPerSecond.toFixed(0)} a second`)
console.log(`repeated        ${result.retries} requests that were answered with 503`)
console.log(`wrong           ${result.wrong.length}`)
process.exitCode = result.wrong.length + result.doubled === 0 ? 0 : 1
