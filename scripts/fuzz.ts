/**
 * `npm run fuzz -- --budget 60s --seed 7`: no 5xx, no hang, no crash, no stack trace, whatever comes in.
 * `--seed 7 --input 1234` sends that one input again, to a new gateway.
 */

import { fuzz } from '../verification/fuzz/run.ts'
import { readOptions, refuse } from '../verification/read-options.ts'

const { values } = readOptions({
  options: {
    budget: { type: 'string', default: '60s' },
    inputs: { type: 'string', default: '1000000000' },
    input: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const seconds = /^(\d+)s$/.exec(values.budget)?.[1]
if (seconds === undefined) refuse('--budget must be a number of seconds, such as 60s.')
const seed = wholeNumber('seed', values.seed)
const inputsMax = wholeNumber('inputs', values.inputs)
const only = values.input === undefined ? {} : { onlyInput: wholeNumber('input', values.input) }

function wholeNumber(name: string, value: string): number {
  return /^\d{1,15}$/.test(value) ? Number(value) : refuse(`--${name} must be a whole number.`)
}

console.log(`seed ${seed}`)
const report = await fuzz({ budgetMs: Number(seconds) * 1_000, inputsMax, seed, ...only })
console.log(`${report.inputs} inputs in ${report.seconds.toFixed(1)} s, ${report.findings.length} findings`)
const counts = [...report.statuses].sort(([a], [b]) => Number(a) - Number(b))
console.log(counts.map(([status, count]) => `${status ?? 'none'}: ${count}`).join(', '))
for (const { number, input, fault } of report.findings.slice(0, 10)) {
  const bytes = input.kind === 'bytes' ? input.bytes : input.body
  console.log(
    `- --seed ${seed} --input ${number}: ${fault}: ${input.kind === 'bytes' ? 'bytes' : `${input.method} ${input.path.slice(0, 200)}`} ${JSON.stringify(bytes.toString('latin1').slice(0, 400))}`,
  )
}
if (report.cardData.length > 0) console.log(`card data was written: ${JSON.stringify(report.cardData)}`)
if (!report.isAlive) console.log('the gateway no longer responds')
process.exitCode = report.isAlive && report.findings.length + report.cardData.length === 0 ? 0 : 1
