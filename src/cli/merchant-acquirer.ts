/** A merchant's acquirers and its accounts there, from what was typed and what the merchant had before. */
import { isProcessingChannel } from '../config/acquirer-kinds.ts'
import type { Merchant, MerchantChanges } from '../core/merchant.ts'
import type { Mode } from '../core/payment/payment.ts'
import { acquirerNames } from './acquirers/load-acquirers.ts'
import { Unfit } from './acquirers/unfit.ts'
import type { Context } from './command.ts'
import { Refused, UsageError } from './mistakes.ts'

type Part = Readonly<{
  mode: Mode
  name: 'liveAcquirer' | 'testAcquirer'
  account: 'liveAccount' | 'testAccount'
  option: string
  setting: string
}>

const parts: readonly Part[] = [
  {
    mode: 'live',
    name: 'liveAcquirer',
    account: 'liveAccount',
    option: '--acquirer',
    setting: 'LIVE_ACQUIRER',
  },
  {
    mode: 'test',
    name: 'testAcquirer',
    account: 'testAccount',
    option: '--test-acquirer',
    setting: 'TEST_ACQUIRER',
  },
]
/** How the accounts of the built-in acquirers begin. */
const accountStart: Readonly<Record<string, string>> = { stripe: 'acct_', checkout: 'pc_' }

/**
 * The changes, with an account that belongs to its acquirer. Throws {@link UsageError} where it does not, or where the acquirer
 * is not configured.
 */
export async function withAcquirers(
  changes: MerchantChanges,
  before: Merchant | null,
  context: Context,
): Promise<MerchantChanges> {
  let all = changes
  for (const part of parts) {
    if (part.name in changes || part.account in changes)
      all = { ...all, ...(await whole(part, changes, before, context)) }
  }
  return all
}

async function whole(
  part: Part,
  changes: MerchantChanges,
  before: Merchant | null,
  { config }: Context,
): Promise<MerchantChanges> {
  const { option, setting } = part
  const oldName = before?.[part.name] ?? null
  const { [part.name]: name = oldName } = changes
  // An account belongs to one acquirer.
  const kept = name === oldName ? (before?.[part.account] ?? null) : null
  const { [part.account]: account = kept } = changes
  if (name === null) {
    if (account !== null) throw new UsageError(`${option}-account needs ${option}`)
    return { [part.name]: null, [part.account]: null }
  }
  if (name !== oldName) requireKnown(name, await namesOf(config, part), option, setting)
  if (account !== null) requireFit(name, account, option)
  return { [part.name]: name, [part.account]: account }
}

async function namesOf(config: Context['config'], { mode, setting }: Part): Promise<readonly string[]> {
  try {
    return [...(await acquirerNames(config, mode)), ...(mode === 'test' ? ['sandbox'] : [])]
  } catch (error) {
    throw error instanceof Unfit ? new Refused(`${setting} ${error.message}.`) : error
  }
}

/** Of the built-in acquirers. What the accounts of others look like is not known. */
function requireFit(name: string, account: string, option: string): void {
  const start = Object.hasOwn(accountStart, name) ? (accountStart[name] ?? '') : ''
  if (!account.startsWith(start))
    throw new UsageError(`${option}-account must begin with ${start}, because the acquirer is ${name}`)
  if (name === 'checkout' && !isProcessingChannel(account))
    throw new UsageError(`${option}-account must be the whole ID of a processing channel, pc_...`)
}

function requireKnown(name: string, known: readonly string[], option: string, setting: string): void {
  if (known.includes(name)) return
  throw new UsageError(
    known.length === 0
      ? `${option} needs ${setting}, with the same value as for "flowlix serve"`
      : `${option} must be one of the acquirers in ${setting}: ${known.join(', ')}`,
  )
}
