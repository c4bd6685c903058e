/** The crash campaign on one gateway with SQLite, and what a full disk does to it. */
import { runCampaign } from '../../verification/crash/campaign.ts'
import { type DiskResult, runDiskFaults } from '../../verification/crash/disk-faults.ts'
import { type Ending, endings } from '../../verification/crash/endings.ts'
import { printCardData } from './print-card-data.ts'
import { printOutcome } from './print-outcome.ts'

const cyclesOfALongOne = 200

export type SqliteOptions = Readonly<{
  seed: number
  cycles: number
  ending: Ending | undefined
  acquirer: 'sandbox' | 'stripe' | 'checkout'
}>

/** Whether nothing was wrong. */
export async function crashOnSqlite({ seed, cycles, ending, acquirer }: SqliteOptions): Promise<boolean> {
  const {
    acknowledged,
    lost,
    books,
    cardData,
    endings: endedBy,
    failpoints,
    powerLoss,
    cyclesPerMinute,
    recoveryMs,
    folder,
  } = await runCampaign({
    cycles,
    seed,
    acquirer,
    ...(ending === undefined ? {} : { ending }),
    onCycle(cycle, count) {
      if (cycle % 10 === 0) console.log(`${cycle} cycles, ${count} acknowledged`)
    },
  })

  // In a long campaign every named point must have killed; a short one says only what it came to.
  const missed = cycles >= cyclesOfALongOne ? failpoints.filter(({ killed }) => killed === 0) : []
  for (const { name } of missed) console.error(`no gateway was killed at ${name}`)
  printCardData(cardData)
  for (const sentence of [...lost, ...books.differences]) console.error(sentence)
  if (folder !== undefined) console.error(`the files are kept in ${folder}`)
  console.log(`cycles          ${cycles}`)
  console.log(`ended by        ${endings.map((one) => `${one} ${endedBy[one]}`).join(', ')}`)
  for (const { name, reached, killed } of failpoints) {
    console.log(`  ${name.padEnd(32)} reached ${String(reached).padStart(5)}, killed ${killed}`)
  }
  console.log(
    powerLoss === null
      ? 'power loss      left out: it needs Linux and a C compiler'
      : `power loss      took back ${powerLoss.writes} writes of ${powerLoss.bytes} bytes`,
  )
  printOutcome({ acknowledged, lost, books, cardData })
  console.log(`cycles a minute ${cyclesPerMinute.toFixed(1)}`)
  console.log(`all known after ${(recoveryMs / 1_000).toFixed(1)} s`)

  const disk = await runDiskFaults()
  printDisk(disk)
  const problems = disk?.problems.length ?? 0
  const wrong = [lost, books.doubled, books.differences, missed, cardData].reduce(
    (sum, list) => sum + list.length,
    problems,
  )
  return wrong === 0
}

function printDisk(result: DiskResult | null): void {
  if (result === null) {
    console.log('full disk       left out: this machine permits no file system of our own')
    return
  }
  for (const problem of result.problems) console.error(problem)
  const { acknowledged, refused, problems } = result
  console.log(`full disk       acknowledged ${acknowledged}, refused ${refused}, problems ${problems.length}`)
}
