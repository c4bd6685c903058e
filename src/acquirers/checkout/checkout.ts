/**
 * Checkout.com. The card goes into one request that moves no money and becomes a token; everything about money can be asked
 * for by our own reference, and repeated. No SDK is needed: the requests are few, and each must be sent once.
 */
import type { Acquirer } from '../../ports/acquirer.ts'
import type { Log } from '../../ports/system.ts'
import { createTransport, type Transport } from '../transport/transport.ts'
import { createApi } from './api.ts'
import { authorize } from './authorize.ts'
import { checkCredentials, wrongMode } from './check.ts'
import type { Context } from './context.ts'
import { finishChallenge, pauseOf } from './finish-challenge.ts'
import { inquire } from './inquire.ts'
import { inquireRefund, refund } from './refund.ts'
import { reverse } from './reverse.ts'
import { statement } from './statement.ts'

type CheckoutOptions = Readonly<{
  secretKey: string
  publicKey: string
  /** The first eight characters of the client ID; it begins the host of the API. */
  prefix: string
  /** The processing channel of merchants that have none of their own. */
  channel: string
  /** False: payments go to Checkout.com's sandbox, and the keys must be the sandbox's. */
  livemode: boolean
  proxy: string | null
  log: Log
  /** The origin of a server in the place of Checkout.com, for tests. */
  baseUrl?: string
  /** Instead of sockets, for tests. */
  transport?: Transport
  /** The wall clock, for tests. */
  nowMs?(): number
  /** The pause between two questions after a challenge, for tests. It is also over when the signal fires. */
  pause?(signal: AbortSignal): Promise<void>
}>

const dayMs = 24 * 3_600_000
/** Nine digits. */
const limits = { minMinor: 1, maxMinor: 999_999_999 }

export function createCheckout(options: CheckoutOptions): Acquirer {
  const { livemode, proxy, log, nowMs = Date.now, pause = pauseOf(1_000) } = options
  const origin = options.baseUrl ?? originOf(options)
  const transport = options.transport ?? createTransport({ origins: [origin], proxy })
  const context: Context = { api: createApi(transport, { ...options, origin }), log, nowMs, pause }
  return {
    name: 'checkout',
    defaultAccount: options.channel,
    capabilities: {
      lookup: 'by_reference',
      attemptReversalIsTombstone: true,
      refundReversalIsTombstone: false,
      // Their keys live for a day.
      refundIsRepeatableForMs: dayMs - 3_600_000,
      // Their list of payments may lag behind.
      quietMs: 60_000,
    },
    limits: { eur: limits, usd: limits, gbp: limits },
    authorize: (request, signal) => authorize(context, request, signal),
    finishChallenge: (request, signal) => finishChallenge(context, request, signal),
    inquire: (attempt, signal) => inquire(context, attempt, signal),
    reverse: (attempt, signal) => reverse(context, attempt, signal),
    refund: (terms, signal) => refund(context, terms, signal),
    inquireRefund: (terms, signal) => inquireRefund(context, terms, signal),
    statement: (request) => statement(context, request),
    check: async (signal) => {
      const reason = wrongMode(options, livemode)
      return reason === null ? checkCredentials(context, signal) : { kind: 'refused', reason }
    },
  }
}

function originOf({ prefix, livemode }: CheckoutOptions): string {
  return livemode ? `https://${prefix}.api.checkout.com` : `https://${prefix}.api.sandbox.checkout.com`
}
