/** One request to Stripe, through its SDK, and what became of it. Nothing is repeated here. */
import type { Stripe } from 'stripe'
import type { Log } from '../../ports/system.ts'
import { type Outcome, wordsOf } from '../transport/outcome.ts'
import type { Transport } from '../transport/transport.ts'
import { OnceClient } from './once-client.ts'
import { problemIn, type StripeProblem } from './stripe-error.ts'

/**
 * `refused`: Stripe has answered with an error about this request. `not_sent`: not one byte of it left. `lost`: everything
 * else, from which nothing can be concluded. The causes are short and contain nothing of what was sent.
 */
export type Result<Value> =
  /** `isReplayed`: it is the first answer to this idempotency key, and what it says may have changed since. */
  | Readonly<{ kind: 'answered'; value: Value; isReplayed: boolean }>
  | Readonly<{ kind: 'refused'; status: number; problem: StripeProblem; cause: string }>
  | Readonly<{ kind: 'not_sent'; cause: string }>
  /**
   * `isKeyUsed`: another request was sent under this idempotency key, or is being sent. `isServerError`: Stripe keeps such an
   * answer for the key. `isReplayed`: it is one that was kept.
   */
  | Readonly<{
      kind: 'lost'
      cause: string
      isKeyUsed: boolean
      isServerError: boolean
      isReplayed: boolean
    }>

type CallOptions = Readonly<{
  /** For the log. */
  name: string
  account: string | null
  idempotencyKey?: string
  deadlineMs: number
  signal: AbortSignal
}>

type Send<Value> = (stripe: Stripe, options: Stripe.RequestOptions) => Promise<Value>

type CallerOptions = Readonly<{
  secretKey: string
  origin: string
  transport: Transport
  /** The module `stripe`, from wherever the operator has installed it. */
  loadSdk: () => unknown
  log: Log
}>

/** What the types of the SDK describe. It is set explicitly so that the account's own default never counts. */
const apiVersion = '2026-10-28.endive'

export class StripeCaller {
  readonly #options: CallerOptions

  constructor(options: CallerOptions) {
    this.#options = options
  }

  async call<Value extends object>(options: CallOptions, send: Send<Value>): Promise<Result<Value>> {
    const { transport, origin, log } = this.#options
    const { name, deadlineMs, signal } = options
    const client = new OnceClient(transport.exchange({ deadlineMs, signal }), origin)
    const result = resultOf<Value>(await client.outcomeOf(this.#send(client, options, send), deadlineMs))
    if (result.kind === 'refused' && isAlarming(result.status)) {
      const { code, type } = result.problem
      log.error(
        {
          alarm: 'acquirer_credentials',
          acquirer: 'stripe',
          request: name,
          status: result.status,
          code,
          type,
        },
        alarm,
      )
    }
    return result
  }

  async #send(client: OnceClient, options: CallOptions, send: Send<object>): Promise<void> {
    const { account, idempotencyKey } = options
    const Sdk = sdkIn(await this.#options.loadSdk())
    const stripe = new Sdk(this.#options.secretKey, {
      apiVersion,
      httpClient: client,
      maxNetworkRetries: 0,
      telemetry: false,
      appInfo: { name: 'flowlix' },
    })
    await send(stripe, {
      ...(account !== null && { stripeAccount: account }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    })
  }
}

const alarm = 'Stripe does not accept the credentials, or does not permit this request'

function isAlarming(status: number): boolean {
  return status === 401 || status === 403
}

/** With `require()` the module is the class itself. */
function sdkIn(module: unknown): typeof Stripe {
  const { default: inside } = module as { default?: typeof Stripe }
  return inside ?? (module as typeof Stripe)
}

function resultOf<Value extends object>(outcome: Outcome | null): Result<Value> {
  if (outcome === null) return { kind: 'not_sent', cause: 'the SDK could not be used' }
  if (outcome.kind === 'not_sent') return { kind: 'not_sent', cause: wordsOf(outcome.cause) }
  if (outcome.kind === 'inconclusive') return lost(wordsOf(outcome.cause))
  const { status, headers, body } = outcome
  const json = parsed(body)
  const isReplayed = headers['idempotent-replayed'] === 'true'
  if (status >= 200 && status < 300) {
    // Every field is checked where it is read.
    if (json === null) return lost(wordsOf('bad_response'))
    return { kind: 'answered', value: json as Value, isReplayed }
  }
  const cause = `HTTP ${status}`
  if (status >= 500) return lost(cause, { isServerError: true, isReplayed })
  const problem = problemIn((json as { error?: unknown } | null)?.error)
  const isAboutRequest = status >= 400 && status < 500 && status !== 409 && status !== 429
  const isKeyUsed = problem?.type === 'idempotency_error' || problem?.code === 'idempotency_key_in_use'
  if (!isAboutRequest || problem === null) return lost(cause, { isKeyUsed })
  const { type, code } = problem
  // The key is in use, or was used for something else: whatever was sent first counts.
  if (isKeyUsed || code === 'rate_limit' || code === 'lock_timeout') {
    return lost(`${cause}, ${code ?? type}`, { isKeyUsed })
  }
  return { kind: 'refused', status, problem, cause: `${cause}, ${code ?? type}` }
}

type Lost = Extract<Result<never>, { kind: 'lost' }>

function lost(cause: string, more: Partial<Lost> = {}): Lost {
  return { kind: 'lost', cause, isKeyUsed: false, isServerError: false, isReplayed: false, ...more }
}

function parsed(body: string): object | null {
  try {
    const json: unknown = JSON.parse(body)
    return typeof json === 'object' ? json : null
  } catch {
    return null
  }
}
