/** A short run of the fuzzer on the real server; longer ones are `npm run fuzz`. */
import { expect, it } from 'vitest'
import { fuzz } from '../../verification/fuzz/run.ts'

it('random inputs meet a clear answer: no 5xx, no hang, no crash, no stack trace', async () => {
  const report = await fuzz({ budgetMs: 20_000, inputsMax: 100_000, seed: 20_261_123 })
  console.log(`fuzz: ${report.inputs} inputs in ${report.seconds.toFixed(1)} s`)
  expect(report.findings.slice(0, 5)).toEqual([])
  expect(report.cardData).toEqual([])
  expect(report.isAlive).toBe(true)
  // Both must have been met often, or the inputs never got past the door.
  expect(report.statuses.get(201)).toBeGreaterThan(10)
  expect(report.statuses.get(400)).toBeGreaterThan(100)
}, 120_000)
