/** The operator's reconciliation, run now and then beside everything else: it must never harm what is under way. */
import { reconcileBooks } from '../../src/operations/reconcile-books.ts'
import { repairDifference } from '../../src/operations/repair-books.ts'
import type { Clients } from './client.ts'
import { epochMs } from './world.ts'

const hourMs = 3_600_000

/** Everything the world has seen. */
export const wholeTime = { mode: 'test', fromMs: epochMs - 3 * hourMs, toMs: epochMs + 100 * hourMs } as const

export async function reconcileNow(clients: Clients): Promise<void> {
  const { world } = clients
  const reply = await clients.request('reconcile', async ({ gateway }) => {
    // A statement that cannot be read is noted, and there is nothing to repair.
    const { differences } = await reconcileBooks(gateway, wholeTime)
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
