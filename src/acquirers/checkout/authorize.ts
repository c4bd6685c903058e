/**
 * An authorization in two requests. The first has the card and moves no money; the second moves money and has only a token
 * that works once, for 15 minutes. So a card request that fails in whatever way was "not sent".
 */
import type { Approved, AuthorizeAnswer, Challenge, UnknownAnswer } from '../../core/attempt/answers.ts'
import type { AuthorizeRequest } from '../../ports/acquirer.ts'
import { type ApiAnswer, causeOf } from './api.ts'
import { type CheckoutPayment, fieldsOf, readErrorCodes, readPayment, textOf } from './bodies.ts'
import { challengeAt } from './challenge.ts'
import { alarmIfRefused, type Context } from './context.ts'
import { declined, isKnownCode } from './declines.ts'
import { paymentBody, tokenBody } from './payment-request.ts'
import { isAmexNumber, isSame } from './references.ts'
import { cardDecline, paymentDecline } from './request-errors.ts'

const tokenMs = 8_000
const paymentMs = 30_000

export async function authorize(
  context: Context,
  request: AuthorizeRequest,
  signal: AbortSignal,
): Promise<AuthorizeAnswer> {
  // The card is read before the first wait, because after that it may be overwritten.
  const details = request.card.reveal()
  const isAmex = isAmexNumber(details.pan)
  const token = await createToken(context, tokenBody(details), signal)
  if (typeof token !== 'string') return token
  if (request.isLate()) return { kind: 'not_sent' }
  const body = paymentBody(request, { token, isAmex }, context.api.channel)
  const sentAtMs = context.nowMs()
  const answer = await context.api.post('/payments', body, request.reference, {
    deadlineMs: paymentMs,
    signal,
  })
  return answerOf(context, answer, { reference: request.reference, sentAtMs })
}

async function createToken(
  context: Context,
  body: object,
  signal: AbortSignal,
): Promise<string | AuthorizeAnswer> {
  const answer = await context.api.createToken(body, { deadlineMs: tokenMs, signal })
  if (answer.kind !== 'answered') return { kind: 'not_sent' }
  const token = textOf(fieldsOf(answer.body).token)
  if (answer.status === 201 && token !== null) return token
  if (answer.status === 422) return refusedCard(context, answer.body)
  alarmIfRefused(context, 'token', answer.status)
  return { kind: 'not_sent' }
}

/** Only what is about the card is the customer's fault. Whatever else it is, nothing was charged. */
function refusedCard({ log }: Context, body: unknown): AuthorizeAnswer {
  const errors = readErrorCodes(body)
  const declineCode = cardDecline(errors)
  if (declineCode !== null) return { kind: 'declined', declineCode, country: null }
  log.error(
    { alarm: 'acquirer_request', acquirer: 'checkout', code: errors.slice(0, 5).join(', ') },
    'Checkout.com did not turn a card into a token',
  )
  return { kind: 'not_sent' }
}

type Sent = Readonly<{ reference: string; sentAtMs: number }>

function answerOf(context: Context, answer: ApiAnswer, sent: Sent): AuthorizeAnswer {
  if (answer.kind === 'not_sent') return { kind: 'not_sent' }
  if (answer.kind === 'inconclusive') return unknown(causeOf(answer))
  if (answer.status === 422) return refusedPayment(context, answer.body)
  if (![200, 201, 202].includes(answer.status)) {
    alarmIfRefused(context, 'payment', answer.status)
    return unknown(causeOf(answer))
  }
  const payment = readPayment(answer.body)
  if (payment === null) return unknown('the payment could not be read')
  return isEarlier(payment, sent) ? repeated(context, sent) : paymentAnswer(context, payment, sent.reference)
}

/** Clocks differ by less. */
const earlierMs = 10 * 60_000

/**
 * After an older copy of the database was restored, an attempt can have the reference of one that it does not know. For a day,
 * that gets the first one's answer, which may have been voided or refunded since.
 */
function isEarlier({ requestedAtMs }: CheckoutPayment, { sentAtMs }: Sent): boolean {
  return requestedAtMs !== null && requestedAtMs < sentAtMs - earlierMs
}

function repeated({ log }: Context, { reference }: Sent): UnknownAnswer {
  log.warn({ acquirer: 'checkout', reference }, 'Checkout.com repeated its answer to an earlier request')
  return unknown('an answer to an earlier request')
}

function refusedPayment({ log }: Context, body: unknown): AuthorizeAnswer {
  const errors = readErrorCodes(body)
  const decline = paymentDecline(errors)
  if (decline?.isAboutUs !== false) {
    log.error(
      { alarm: 'acquirer_request', acquirer: 'checkout', code: errors.slice(0, 5).join(', ') },
      'Checkout.com did not accept a payment request',
    )
  }
  return decline === null
    ? unknown(`HTTP 422, ${errors[0] ?? 'without a reason'}`)
    : { kind: 'declined', declineCode: decline.declineCode, country: null }
}

function paymentAnswer(context: Context, payment: CheckoutPayment, reference: string): AuthorizeAnswer {
  const { status, approved, country, responseCode } = payment
  if (approved === true && (status === 'authorized' || status === 'captured'))
    return approval(payment, reference)
  if (!isSame(payment.reference, reference)) return unknown('not the payment')
  if (status === 'pending') return challengeOf(context, payment)
  if (approved === false && status === 'declined') {
    noteUnknownCode(context, responseCode)
    return declined(responseCode, country)
  }
  return unknown(`the payment is ${status}`)
}

/** `ours`: what was asked for. A payment with another reference fits no attempt. */
export function approval(payment: CheckoutPayment, ours: string): Approved {
  const { id, amountMinor, currency, country } = payment
  const reference = isSame(payment.reference, ours) ? ours : payment.reference
  return {
    kind: 'approved',
    acquirerTransactionId: id,
    reference: reference ?? '',
    amountMinor,
    currency,
    country,
  }
}

export function challengeOf({ log, api }: Context, payment: CheckoutPayment): Challenge | UnknownAnswer {
  const { redirectUrl, country } = payment
  const challenge = redirectUrl === null ? null : challengeAt(redirectUrl, country, api.origin)
  if (challenge !== null) return challenge
  if (redirectUrl === null) return unknown('the challenge has no address')
  log.error(
    { alarm: 'acquirer_challenge', acquirer: 'checkout' },
    'Checkout.com named a page for a challenge that is on none of its hosts',
  )
  return unknown('the challenge is on an unknown host')
}

export function noteUnknownCode({ log }: Context, code: string | null): void {
  if (isKnownCode(code)) return
  log.warn({ acquirer: 'checkout', code }, 'Checkout.com declined a payment with an unknown code')
}

function unknown(cause: string): UnknownAnswer {
  return { kind: 'unknown', cause }
}
