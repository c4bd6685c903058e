/** The most that the load generator can measure: what it reaches against a server that does nothing. */
import { freePort } from '../verification/gateway-process.ts'
import type { Generator } from './load/generator-process.ts'
import type { Measured } from './load/load-job.ts'
import { httpText } from './load/requests.ts'
import { middleOf } from './median.ts'
import { startIdle } from './servers.ts'

const rounds = 3

export type Ceiling = Readonly<{ connections: number; measured: Measured }>

export async function measureCeiling(
  generator: Generator,
  connectionCounts: readonly number[],
  seconds: number,
): Promise<readonly Ceiling[]> {
  const idle = await startIdle(await freePort())
  const job = { port: idle.port, requestText: httpText('GET', '/', {}), expectedStatus: 200, seconds }
  try {
    await generator.run({ ...job, connections: 16 })
    const ceilings: Ceiling[] = []
    for (const connections of connectionCounts) {
      const all: Measured[] = []
      for (let round = 0; round < rounds; round++) all.push(await generator.run({ ...job, connections }))
      ceilings.push({ connections, measured: middleOf(all) })
    }
    return ceilings
  } finally {
    await idle.stop()
  }
}
