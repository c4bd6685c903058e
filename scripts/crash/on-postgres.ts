/** The crash campaign on several gateways and the PostgreSQL server under them. */
import { runClusterCampaign } from '../../verification/crash/cluster/campaign.ts'
import { printCardData } from './print-card-data.ts'
import { printOutcome } from './print-outcome.ts'

export type PostgresOptions = Readonly<{
  seed: number
  nodes: number
  nodeKills: number
  postmasterKills: number
}>

const killsOfALongOne = 200
const resumeLimitMs = 2_000

/** Whether nothing was wrong. */
export async function crashOnPostgres(options: PostgresOptions): Promise<boolean> {
  const result = await runClusterCampaign({
    ...options,
    onCycle(cycle, of, acknowledged) {
      if (cycle % 10 === 0) console.log(`${cycle} of ${of} cycles, ${acknowledged} acknowledged`)
    },
  })
  const { lost, books, cardData, failpoints, refusals, resumedMs, evidence } = result
  // In a long campaign named points must have killed; a short one says only what it came to.
  const isLong = options.nodeKills >= killsOfALongOne
  const killedAtPoints = failpoints.filter(({ killed }) => killed > 0).length
  const missed = isLong && killedAtPoints === 0 ? ['no node was killed at a named point'] : []
  printCardData(cardData)
  for (const sentence of missed) console.error(sentence)
  if (evidence !== undefined) console.error(evidence)
  console.log(
    `nodes           ${options.nodes}, killed ${result.nodeKills} times, frozen ${result.freezes} times`,
  )
  console.log(`postmaster      killed ${result.postmasterKills} times`)
  console.log(`named points    ${killedAtPoints} of ${failpoints.length} have killed`)
  printOutcome(result)
  console.log(
    `503             ${refusals.count} times, slowest after ${seconds(refusals.slowestMs)}, ${refusals.late} later than 3 s, ${refusals.needless} while the server was there`,
  )
  const at = (share: number): number => resumedMs[Math.floor((resumedMs.length - 1) * share)] ?? 0
  const late = resumedMs.filter((one) => one > resumeLimitMs).length
  console.log(
    `taken again     after the server's return: half within ${seconds(at(0.5))}, 95 % within ${seconds(at(0.95))}, all within ${seconds(at(1))}; ${late} of ${resumedMs.length} later than 2 s`,
  )
  console.log(`took            ${seconds(result.tookMs)}`)
  return [lost, books.doubled, books.differences, missed, cardData].every((list) => list.length === 0)
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
