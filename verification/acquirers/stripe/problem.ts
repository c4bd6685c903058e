/** An error as Stripe responds with it. */
import type { Stripe } from 'stripe'
import type { StandInAnswer } from '../stand-in/faults.ts'

export type ProblemFields = Readonly<{
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  decline_code?: string
  advice_code?: string
  param?: string
  charge?: string
  payment_intent?: Stripe.PaymentIntent
}>

/** `isKept`: the outcome stays with the idempotency key. Requests that were not begun leave nothing. */
export class Problem extends Error {
  readonly status: number
  readonly fields: ProblemFields
  readonly isKept: boolean

  constructor(status: number, fields: ProblemFields, isKept = true) {
    super(fields.message)
    this.status = status
    this.fields = fields
    this.isKept = isKept
  }

  get answer(): StandInAnswer {
    return { status: this.status, body: JSON.stringify({ error: this.fields }) }
  }
}

export function invalid(message: string, more: Partial<ProblemFields> = {}): Problem {
  return new Problem(400, { type: 'invalid_request_error', message, ...more })
}

export function notBegun(status: number, message: string, more: Partial<ProblemFields> = {}): Problem {
  return new Problem(status, { type: 'invalid_request_error', message, ...more }, false)
}

export function noSuch(kind: string, id: string): Problem {
  return new Problem(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param: 'id',
  })
}

export function unexpectedState(intent: Stripe.PaymentIntent, doing: string): Problem {
  return invalid(`You cannot ${doing} this PaymentIntent because it has a status of ${intent.status}.`, {
    code: 'payment_intent_unexpected_state',
    payment_intent: intent,
  })
}
