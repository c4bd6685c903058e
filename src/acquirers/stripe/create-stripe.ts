/** Stripe as an acquirer. What moves money never carries the card, so all of it can be asked about, repeated, or stopped. */
import type { Acquirer, AcquirerCapabilities, AcquirerLimits } from '../../ports/acquirer.ts'
import type { Log } from '../../ports/system.ts'
import { createTransport, type Transport } from '../transport/transport.ts'
import { authorize } from './authorize.ts'
import { check } from './check.ts'
import type { StripeContext } from './context.ts'
import { finishChallenge } from './finish-challenge.ts'
import { inquire } from './inquire.ts'
import { prepare } from './prepare.ts'
import { inquireRefund, refund, refundIsRepeatableForMs } from './refund.ts'
import { reverse } from './reverse.ts'
import { statement } from './statement.ts'
import { StripeCaller } from './stripe-caller.ts'

export type StripeOptions = Readonly<{
  secretKey: string
  /** False: the key is a test key, and no money moves. */
  livemode: boolean
  /** Such as `http://proxy.internal:3128`; null: none. */
  proxy: string | null
  /** Gives the module `stripe`. */
  loadSdk: () => unknown
  log: Log
  /** Of a stand-in on this machine, for tests. */
  baseUrl?: string
  /** Instead of sockets, for tests. */
  transport?: Transport
}>

const capabilities: AcquirerCapabilities = {
  lookup: 'by_handle',
  attemptReversalIsTombstone: true,
  refundReversalIsTombstone: false,
  refundIsRepeatableForMs,
  quietMs: 0,
}

/** Amounts have eight digits at most. The smallest ones are Stripe's for accounts that settle in the same currency. */
const limits: AcquirerLimits = {
  eur: { minMinor: 50, maxMinor: 99_999_999 },
  usd: { minMinor: 50, maxMinor: 99_999_999 },
  gbp: { minMinor: 30, maxMinor: 99_999_999 },
}

/** Throws a sentence that does not contain the key. */
export function createStripe(options: StripeOptions): Acquirer {
  checkKey(options.secretKey, options.livemode)
  const context = contextOf(options)
  return {
    name: 'stripe',
    capabilities,
    limits,
    prepare: (request, signal) => prepare(context, request, signal),
    authorize: (request, signal) => authorize(context, request, signal),
    finishChallenge: ({ attempt }, signal) => finishChallenge(context, attempt, signal),
    inquire: (attempt, signal) => inquire(context, attempt, signal),
    reverse: (attempt, signal) => reverse(context, attempt, signal),
    refund: (terms, signal) => refund(context, terms, signal),
    inquireRefund: (terms, signal) => inquireRefund(context, terms, signal),
    statement: (request) => statement(context, request),
    check: (signal) => check(context, signal),
  }
}

function contextOf(options: StripeOptions): StripeContext {
  const { secretKey, livemode, proxy, loadSdk, log, baseUrl } = options
  const origin = baseUrl ?? 'https://api.stripe.com'
  const transport = options.transport ?? createTransport({ origins: [origin], proxy })
  return {
    caller: new StripeCaller({ secretKey, origin, transport, loadSdk, log }),
    livemode,
    challengeOrigins: baseUrl === undefined ? ['https://hooks.stripe.com'] : [baseUrl],
    log,
  }
}

/** Secret keys, and restricted ones, which can do less. */
function checkKey(secretKey: string, livemode: boolean): void {
  const mode = /^[sr]k_(live|test)_[A-Za-z0-9]+$/.exec(secretKey)?.[1]
  if (mode === undefined) {
    throw new Error('The key for Stripe must begin with sk_live_, rk_live_, sk_test_, or rk_test_.')
  }
  if (mode !== (livemode ? 'live' : 'test')) {
    const wanted = livemode ? 'live' : 'test'
    throw new Error(`The key for Stripe is a ${mode} key, and this setting needs a ${wanted} key.`)
  }
}
