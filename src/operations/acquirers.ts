/** Which acquirer an attempt goes to. Everything later about the attempt goes to the same one. */
import type { AttemptAcquirer } from '../core/attempt/attempt.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Mode } from '../core/payment/payment.ts'
import type { Acquirer } from '../ports.ts'

/** Whom to ask. */
export type AskedAcquirer = Readonly<{ mode: Mode; acquirer: string }>

/** The acquirers of one mode. */
export type ModeAcquirers = Readonly<{
  byName: ReadonlyMap<string, Acquirer>
  /** Of merchants that have no acquirer of their own; null if none is configured. */
  defaultName: string | null
}>

export function onlyAcquirer(acquirer: Acquirer | null): ModeAcquirers {
  return acquirer === null
    ? { byName: new Map(), defaultName: null }
    : { byName: new Map([[acquirer.name, acquirer]]), defaultName: acquirer.name }
}

/** No acquirer is configured for this mode or this merchant, and nothing was done. */
export class AcquirerUnavailable extends Error {
  override name = 'AcquirerUnavailable'
}

type Configured = Readonly<{ acquirers: Readonly<Record<Mode, ModeAcquirers>> }>
type OfMerchant = Pick<Merchant, 'testAcquirer' | 'testAccount' | 'liveAcquirer' | 'liveAccount'>

/** For a new attempt. Null if the merchant's own acquirer is not configured, or none is. */
function acquirerFor(
  configured: Configured,
  mode: Mode,
  merchant: OfMerchant | null,
): AttemptAcquirer | null {
  const own = merchant === null ? null : ownAcquirer(mode, merchant)
  const name = own?.name ?? configured.acquirers[mode].defaultName
  const acquirer = name === null ? null : acquirerNamed(configured, mode, name)
  if (name === null || acquirer === null) return null
  const mustPrepare = acquirer.prepare !== undefined
  return { acquirer: name, account: own?.account ?? null, mustPrepare, handle: null }
}

/** As {@link acquirerFor}. Throws {@link AcquirerUnavailable}, so that nothing is saved that could not be sent. */
export function chooseAcquirer(
  configured: Configured,
  mode: Mode,
  merchant: OfMerchant | null,
): AttemptAcquirer {
  const chosen = acquirerFor(configured, mode, merchant)
  if (chosen !== null) return chosen
  const name = merchant === null ? null : ownAcquirer(mode, merchant)?.name
  const what = name == null ? 'no acquirer is' : `the acquirer "${name}" is not`
  throw new AcquirerUnavailable(`${what} configured for ${mode} payments`)
}

/** What a merchant has decided about its payments in this mode; null if nothing. */
export function ownAcquirer(mode: Mode, merchant: OfMerchant) {
  const { testAcquirer, testAccount, liveAcquirer, liveAccount } = merchant
  const [name, account] = mode === 'test' ? [testAcquirer, testAccount] : [liveAcquirer, liveAccount]
  return name === null ? null : { name, account }
}

/** Null if it is no longer configured. */
export function acquirerNamed({ acquirers }: Configured, mode: Mode, name: string): Acquirer | null {
  return acquirers[mode].byName.get(name) ?? null
}
