/** The operator's reconciliation, run now and then beside everything else: it must never harm what is under way. */
import type { Gateway } from '../../src/operations/gateway.ts'
import { reconcileBooks } from '../../src/operations/reconcile-books.ts'
import { repairDifference } from '../../src/operations/repair-books.ts'
import type { Clients } from './client.ts'
import { AdapterFault } from './message.ts'
import { NoStatement } from './sim-acquirer.ts'
import { epochMs } from './world.ts'

const hourMs = 3_600_000

/** Everything the world has seen. */
export const wholeTime = { mode: 'test', fromMs: epochMs - 3 * hourMs, toMs: epochMs + 100 * hourMs } as const

export async function reconcileNow(clients: Clients): Promise<void> {
  const { world } = clients
  const reply = await clients.request('reconcile', async ({ gateway }) => {
    const differences = await compareOrNothing(gateway)
    const results: string[] = []
    for (const difference of differences)
      results.push((await repairDifference(gateway, 'test', difference)).result)
    return results
  })
  if (reply.kind !== 'answered') return
  world.count('reconciled')
  for (const result of reply.value) {
    if (result !== 'left') world.count('repaired_by_reconciliation')
    if (result === 'adopted') world.count('adopted')
    if (result === 'reversed') world.count('reversed_by_reconciliation')
  }
}

async function compareOrNothing(gateway: Gateway) {
  try {
    return (await reconcileBooks(gateway, wholeTime)).differences
  } catch (error) {
    if (error instanceof NoStatement || error instanceof AdapterFault) return []
    throw error
  }
}
