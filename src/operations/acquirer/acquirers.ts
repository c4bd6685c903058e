/** Which acquirer an attempt goes to. Everything later about the attempt goes to the same one. */
import type { AttemptAcquirer } from '../../core/attempt/attempt.ts'
import { sandboxName } from '../../core/card/test-cards.ts'
import type { Merchant } from '../../core/merchant.ts'
import type { Mode } from '../../core/payment/payment.ts'
import type { Acquirer } from '../../ports/acquirer.ts'

/** Whom to ask. */
export type AskedAcquirer = Readonly<{ mode: Mode; acquirer: string }>

/** The acquirers of one mode. */
export type ModeAcquirers = Readonly<{
  byName: ReadonlyMap<string, Acquirer>
  /** Of merchants that have no acquirer of their own; null if none is configured. */
  defaultName: string | null
}>

/** The first one is the default. */
export function acquirersByName(acquirers: readonly Acquirer[]): ModeAcquirers {
  return {
    byName: new Map(acquirers.map((acquirer) => [acquirer.name, acquirer])),
    defaultName: acquirers[0]?.name ?? null,
  }
}

/** The acquirer cannot be used at the moment, and nothing was done. */
export class AcquirerUnavailable extends Error {
  override name = 'AcquirerUnavailable'
}

/** Only the operator can change it: this acquirer is not among those of the mode, or there is none. Nothing was done. */
export class AcquirerNotConfigured extends Error {
  override name = 'AcquirerNotConfigured'
  readonly mode: Mode
  constructor(mode: Mode, acquirer: string | null) {
    super(
      acquirer === null
        ? `no acquirer is configured for ${mode} payments`
        : `the acquirer "${acquirer}" is not configured for ${mode} payments`,
    )
    this.mode = mode
  }
}

type Configured = Readonly<{ acquirers: Readonly<Record<Mode, ModeAcquirers>> }>
type OfMerchant = Pick<Merchant, 'testAcquirer' | 'testAccount' | 'liveAcquirer' | 'liveAccount'>

/** For a new attempt. Throws one of the errors above, so that nothing is saved that could not be sent. */
export function chooseAcquirer(
  configured: Configured,
  mode: Mode,
  merchant: OfMerchant | null,
): AttemptAcquirer {
  const name = acquirerNameFor(configured, mode, merchant)
  const acquirer = name === null ? null : acquirerNamed(configured, mode, name)
  if (name === null || acquirer === null) throw missing(mode, name)
  const own = merchant === null ? null : ownAcquirer(mode, merchant)
  const account = own?.account ?? acquirer.defaultAccount ?? null
  return { acquirer: name, account, mustPrepare: acquirer.prepare !== undefined, handle: null }
}

/** Who is to process a merchant's new payments, configured or not; null if nobody is. */
export function acquirerNameFor(
  { acquirers }: Configured,
  mode: Mode,
  merchant: OfMerchant | null,
): string | null {
  const own = merchant === null ? null : ownAcquirer(mode, merchant)
  return own?.name ?? acquirers[mode].defaultName
}

/** Where money is to be paid back: throws as {@link chooseAcquirer} does, before anything is saved. */
export function requireAcquirer(configured: Configured, mode: Mode, name: string): void {
  if (acquirerNamed(configured, mode, name) === null) throw missing(mode, name)
}

/** The sandbox is always configured, but its database may be unavailable. */
function missing(mode: Mode, name: string | null): Error {
  return mode === 'test' && (name === null || name === sandboxName)
    ? new AcquirerUnavailable("the sandbox acquirer's database cannot be opened")
    : new AcquirerNotConfigured(mode, name)
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
