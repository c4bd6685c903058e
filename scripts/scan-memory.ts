/**
 * Counts what of marked cards is in the memory of the built gateway, at once and after a while:
 * `node scripts/scan-memory.ts [--cards N] [--seconds N] [--requests N]`. On Linux only.
 */
import { readOptions } from '../verification/read-options.ts'
import { searchAfterPayments } from '../verification/scan/memory-campaign.ts'
import type { Copies } from '../verification/scan/process-memory.ts'

const { values } = readOptions({
  options: {
    cards: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '20' },
    requests: { type: 'string', default: '300' },
  },
})

if (process.platform === 'linux') await search()
else console.log('The memory of a process can be searched on Linux only.')

async function search(): Promise<void> {
  const plan = {
    cards: Number(values.cards),
    seconds: Number(values.seconds),
    requests: Number(values.requests),
  }
  console.log(
    `Cards found in memory, and copies in all. Later: ${plan.seconds} s and ${plan.requests} requests.`,
  )
  for (const way of ['page', 'direct'] as const) {
    const { before, atOnce, later } = await searchAfterPayments(way, plan)
    for (const [when, copies] of Object.entries({ before, 'at once': atOnce, later }))
      console.log(`${way}, ${when}: ${inWords(copies, plan.cards)}`)
  }
}

function inWords({ numbers, codesInFields, codesAlone }: Copies, cards: number): string {
  const counts = { numbers, 'codes in fields': codesInFields, 'codes alone': codesAlone }
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count.cards.size} of ${cards} (${count.copies})`)
    .join(', ')
}
