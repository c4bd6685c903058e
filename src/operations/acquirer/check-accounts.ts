/**
 * Asks each acquirer about payments that it has approved, so that an operator learns immediately that credentials belong to
 * another account. In the meantime, they settle nothing that is in doubt: see {@link KnownAccounts}.
 */

import { sandboxName } from '../../core/card/test-cards.ts'
import { errorName } from '../../core/error-name.ts'
import { approvedAttempt, type Mode, type Payment } from '../../core/payment/payment.ts'
import type { Gateway } from '../gateway.ts'
import type { AskedAcquirer } from './acquirers.ts'
import { checkAccount } from './ask-acquirer.ts'
import type { Verdict } from './known-accounts.ts'

export type CheckedAccount = AskedAcquirer & Readonly<{ account: string | null; verdict: Verdict }>

/** An installation may have thousands. Nearly all have one account. */
const merchantsMax = 50
const accountsMax = 10

/** `modes`: those with an acquirer other than the sandbox. An account that is not known is in the log. Never rejects. */
export async function checkAccounts(
  gateway: Gateway,
  modes: readonly Mode[],
): Promise<readonly CheckedAccount[]> {
  try {
    const checked: CheckedAccount[] = []
    for (const mode of modes) checked.push(...(await checkMode(gateway, mode)))
    return checked
  } catch (error) {
    gateway.log.warn({ cause: errorName(error) }, 'the account of the acquirers could not be checked')
    return []
  }
}

async function checkMode(gateway: Gateway, mode: Mode): Promise<readonly CheckedAccount[]> {
  const names = [...gateway.acquirers[mode].byName.keys()].filter((name) => name !== sandboxName)
  if (names.length === 0) return []
  const used = await usedAccounts(gateway, mode, names)
  const unused = names.filter((name) => !used.some(({ acquirer }) => acquirer === name))
  const ownAccounts = unused.map((acquirer) => {
    const account = gateway.acquirers[mode].byName.get(acquirer)?.defaultAccount ?? null
    return { mode, acquirer, account }
  })
  const checked: CheckedAccount[] = []
  const silent = new Set<string>()
  for (const one of [...used, ...ownAccounts]) {
    // Each question takes as long as an acquirer may take to answer.
    const verdict = silent.has(one.acquirer) ? 'unanswered' : await verdictOn(gateway, one)
    if (verdict === 'unanswered') silent.add(one.acquirer)
    checked.push({ ...one, verdict })
  }
  return checked
}

type UsedAccount = Omit<CheckedAccount, 'verdict'>

/** Those of the merchants' newest payments. */
async function usedAccounts(
  gateway: Gateway,
  mode: Mode,
  names: readonly string[],
): Promise<readonly UsedAccount[]> {
  const used = new Map<string, UsedAccount>()
  const merchants = await gateway.storage.listMerchants()
  for (const { id: merchantId } of merchants.slice(0, merchantsMax)) {
    const payment = await newestOf(gateway, merchantId, mode)
    const attempt = payment === null ? null : approvedAttempt(payment)
    if (attempt === null || !names.includes(attempt.acquirer)) continue
    const { acquirer, account } = attempt
    used.set(JSON.stringify([acquirer, account]), { mode, acquirer, account })
    if (used.size === accountsMax) break
  }
  return [...used.values()]
}

async function newestOf({ storage }: Gateway, merchantId: string, mode: Mode): Promise<Payment | null> {
  const page = await storage.listPayments({
    ...{ merchantId, mode, limit: 1, startingAfter: null, endingBefore: null },
    ...{ createdFromMs: null, createdBeforeMs: null },
    filters: { status: 'succeeded' },
  })
  return page.payments[0] ?? null
}

/** By its reference: what an acquirer says of an ID that it does not have may be an error of any kind. */
function verdictOn(gateway: Gateway, { mode, acquirer, account }: UsedAccount): Promise<Verdict> {
  const startedAtMs = gateway.time.read().nowMs
  const sought = { account, startedAtMs, handle: null, acquirerTransactionId: null }
  return checkAccount(gateway, { mode, acquirer }, sought)
}
