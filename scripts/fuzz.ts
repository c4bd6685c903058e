/** `npm run fuzz -- --budget 60s --seed N`: no 5xx, no hang, no crash, no stack trace, whatever comes in. */
import { parseArgs } from 'node:util'
import { fuzz } from '../verification/fuzz/run.ts'

const { values } = parseArgs({
  options: {
    budget: { type: 'string', default: '60s' },
    inputs: { type: 'string', default: '1000000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const seconds = /^(\d+)s$/.exec(values.budget)?.[1]
if (seconds === undefined) throw new Error('--budget is a number of seconds, like 60s')
const seed = Number(values.seed)

console.log(`seed ${seed}`)
const report = await fuzz({ budgetMs: Number(seconds) * 1_000, inputsMax: Number(values.inputs), seed })
console.log(`${report.inputs} inputs in ${report.seconds.toFixed(1)} s, ${report.findings.length} findings`)
const counts = [...report.statuses].sort(([a], [b]) => Number(a) - Number(b))
console.log(counts.map(([status, count]) => `${status ?? 'none'}: ${count}`).join(', '))
for (const { input, fault } of report.findings.slice(0, 10)) {
  const bytes = input.kind === 'bytes' ? input.bytes : input.body
  console.log(
    `- ${fault}: ${input.kind === 'bytes' ? 'bytes' : `${input.method} ${input.path.slice(0, 200)}`} ${JSON.stringify(bytes.toString('latin1').slice(0, 400))}`,
  )
}
if (report.cardData.length > 0) console.log(`card data was written: ${JSON.stringify(report.cardData)}`)
if (!report.isAlive) console.log('the gateway does not answer any more')
process.exitCode = report.isAlive && report.findings.length + report.cardData.length === 0 ? 0 : 1
