/** A merchant's server: creates sessions, asks for refunds, reads payments, and writes down every answer it got. */
import { sandboxKey } from '../gateway-process.ts'

/** A request under an idempotency key and, if it arrived, its answer: which must be the same forever. */
export type Request = {
  readonly path: string
  readonly key: string
  readonly body: string
  answer: string | null
}

export type PublicPayment = Readonly<{ id: string; status: string; amount: number; refunded_amount: number }>

export const terminalStatuses = ['succeeded', 'failed', 'expired', 'canceled']

/** The gateway answered, but not as it has to. */
export class WrongAnswer extends Error {
  override name = 'WrongAnswer'
}

/**
 * Refused before it was read: a process that was frozen while a request arrived finds it late when it wakes up. Nothing
 * was acknowledged, and the same request is taken when it comes again.
 */
export class TooLate extends WrongAnswer {
  override name = 'TooLate'
}

/** 503: the storage is away, or it is unknown what became of the request, which may come again. */
export class Unavailable extends WrongAnswer {
  override name = 'Unavailable'
}

/** 409: another node is still at the same request. */
export class InProgress extends WrongAnswer {
  override name = 'InProgress'
}

export class Merchant {
  readonly requests: Request[] = []
  /** Terminal statuses that were told: they never change again. */
  readonly told = new Map<string, string>()
  readonly #gatewayUrl: string

  constructor(gatewayUrl: string) {
    this.#gatewayUrl = gatewayUrl
  }

  /** The same merchant, who talks to another address. */
  at(gatewayUrl: string): Merchant {
    return Object.assign(new Merchant(gatewayUrl), { requests: this.requests, told: this.told })
  }

  get acknowledged(): readonly Request[] {
    return this.requests.filter((request) => request.answer !== null)
  }

  newSession(key: string, amountMinor: number): Request {
    const body = {
      amount: amountMinor,
      currency: 'eur',
      redirect_url: 'https://shop.example.com/done',
      metadata: { key },
    }
    return this.#newRequest('/v1/payments/hpp', key, body)
  }

  newRefund(key: string, paymentId: string, amountMinor: number): Request {
    return this.#newRequest(`/v1/payments/${paymentId}/refund`, key, {
      amount: amountMinor,
      reason: 'returned',
    })
  }

  #newRequest(path: string, key: string, body: object): Request {
    const request: Request = { path, key, body: JSON.stringify(body), answer: null }
    this.requests.push(request)
    return request
  }

  /** Sends the request, for the first time or again. Throws on an answer that differs from the one it got before. */
  async send(request: Request, signal: AbortSignal): Promise<PublicPayment> {
    const response = await fetch(this.#gatewayUrl + request.path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sandboxKey}`,
        'content-type': 'application/json',
        'idempotency-key': request.key,
      },
      body: request.body,
      signal,
    })
    const answer = `${response.status} ${await response.text()}`
    const told = `${request.path} (${request.key}): ${answer}`
    if (response.status === 408 && request.answer === null) throw new TooLate(told)
    if (response.status === 409 && response.headers.has('retry-after')) throw new InProgress(told)
    if (!response.ok) throw refusal(response.status, told)
    if (request.answer !== null && request.answer !== answer) {
      throw new WrongAnswer(`${request.key}: first answered ${request.answer}, then ${answer}`)
    }
    request.answer = answer
    return paymentOf(request)
  }

  async read(paymentId: string, signal: AbortSignal): Promise<PublicPayment> {
    const response = await fetch(`${this.#gatewayUrl}/v1/payments/${paymentId}`, {
      headers: { authorization: `Bearer ${sandboxKey}` },
      signal,
    })
    const text = await response.text()
    const told = `GET of ${paymentId}: ${response.status} ${text}`
    if (response.status === 408) throw new TooLate(told)
    if (!response.ok) throw refusal(response.status, told)
    const payment: PublicPayment = JSON.parse(text)
    const before = this.told.get(paymentId)
    if (before !== undefined && before !== payment.status) {
      throw new WrongAnswer(`${paymentId} was ${before} and is now ${payment.status}`)
    }
    if (terminalStatuses.includes(payment.status)) this.told.set(paymentId, payment.status)
    return payment
  }
}

function refusal(status: number, told: string): WrongAnswer {
  return status === 503 ? new Unavailable(told) : new WrongAnswer(told)
}

/** The payment that an acknowledged request was answered with. */
export function paymentOf(request: Request): PublicPayment {
  if (request.answer === null) throw new Error(`${request.key} has no answer`)
  return JSON.parse(request.answer.slice(request.answer.indexOf(' ') + 1))
}
