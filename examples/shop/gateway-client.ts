/**
 * The two calls a shop makes: create a payment session, read a payment. A session is created with an idempotency key,
 * so after a broken line it is safe to ask again: the gateway answers with the same payment.
 */
import { setTimeout as sleep } from 'node:timers/promises'

export type Payment = Readonly<{
  id: string
  amount: number
  currency: string
  status: string
  decline_code: string | null
  decline_message: string | null
  redirect_url: string | null
}>

export type SessionRequest = Readonly<{ idempotencyKey: string; body: Readonly<Record<string, unknown>> }>

/** The gateway said no, or said nothing. `status` is null when there was no answer. */
export class GatewayError extends Error {
  override name = 'GatewayError'
  readonly status: number | null
  constructor(status: number | null, message: string) {
    super(message)
    this.status = status
  }
}

export type GatewayClient = ReturnType<typeof connectGateway>

const timeoutMs = 30_000
const triesMax = 4
/** In progress, too many requests, out of order for a moment: asking again with the same key does no harm. */
const worthAnotherTry = [409, 429, 503]

export function connectGateway(gatewayUrl: string, gatewayKey: string) {
  async function request(method: 'GET' | 'POST', path: string, session?: SessionRequest): Promise<Payment> {
    const headers: Record<string, string> = { Authorization: `Bearer ${gatewayKey}` }
    if (session !== undefined) {
      headers['Content-Type'] = 'application/json'
      headers['Idempotency-Key'] = session.idempotencyKey
    }
    const body = session === undefined ? null : JSON.stringify(session.body)
    const response = await fetch(`${gatewayUrl}${path}`, {
      method,
      headers,
      body,
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new GatewayError(null, error instanceof Error ? error.message : 'no answer')
    })
    const answer: unknown = await response.json().catch(() => null)
    // The status first: an error's body holds no payment.
    if (!response.ok) throw new GatewayError(response.status, errorMessage(answer))
    return readPayment(answer)
  }

  return {
    async createSession(session: SessionRequest): Promise<Payment & { redirect_url: string }> {
      for (let tries = 1; ; tries++) {
        try {
          const payment = await request('POST', '/v1/payments/hpp', session)
          const { redirect_url } = payment
          if (redirect_url === null) throw new GatewayError(null, 'the session has no address')
          return { ...payment, redirect_url }
        } catch (error) {
          if (tries === triesMax || !isWorthAnotherTry(error)) throw error
          await sleep(150 * tries)
        }
      }
    },
    getPayment: (id: string): Promise<Payment> => request('GET', `/v1/payments/${encodeURIComponent(id)}`),
  }
}

function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof GatewayError && (error.status === null || worthAnotherTry.includes(error.status))
}

function errorMessage(answer: unknown): string {
  const error = isObject(answer) && isObject(answer.error) ? answer.error : null
  return typeof error?.message === 'string' ? error.message : 'an answer without an explanation'
}

function readPayment(answer: unknown): Payment {
  if (!isObject(answer) || answer.object !== 'payment') throw new GatewayError(null, 'no payment came back')
  const { id, amount, currency, status } = answer
  if (typeof id !== 'string' || typeof amount !== 'number')
    throw new GatewayError(null, 'a payment without id or amount')
  if (typeof currency !== 'string' || typeof status !== 'string')
    throw new GatewayError(null, 'a payment without status')
  return {
    id,
    amount,
    currency,
    status,
    decline_code: textOrNull(answer.decline_code),
    decline_message: textOrNull(answer.decline_message),
    redirect_url: textOrNull(answer.redirect_url),
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
