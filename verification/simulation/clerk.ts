/** The operator's reconciliation, run now and then beside everything else: it must never harm what is under way. */
import type { Gateway } from '../../src/operations/gateway.ts'
import { reconcileBooks } from '../../src/operations/reconciliation/reconcile-books.ts'
import { repairDifference } from '../../src/operations/reconciliation/repair-books.ts'
import type { Clients } from './client.ts'
import { merchantId } from './parties.ts'
import { epochMs } from './world.ts'

const hourMs = 3_600_000

/** Everything the world has seen. */
export const wholeTime = { mode: 'test', fromMs: epochMs - 3 * hourMs, toMs: epochMs + 100 * hourMs } as const

/** `account`: the one that the merchant is said to have there. */
export async function reconcileNow(clients: Clients, account = clients.world.account): Promise<void> {
  const { world } = clients
  const reply = await clients.request('reconcile', async ({ gateway }) => {
    if (account !== null) await setAccount(gateway, account)
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

/** The database does not know of it where an older copy was restored. */
async function setAccount({ storage }: Gateway, testAccount: string): Promise<void> {
  await storage.updateMerchant(merchantId, { testAcquirer: 'simulated', testAccount })
}
