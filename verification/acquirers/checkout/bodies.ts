/** Bodies as Checkout.com writes them. */
import type { StandInAnswer } from '../stand-in/faults.ts'
import type { BookAction, BookPayment } from './book.ts'

export function json(status: number, body: unknown): StandInAnswer {
  return {
    status,
    headers: { 'cko-request-id': 'stand-in', 'cko-version': '1.0.0' },
    body: JSON.stringify(body),
  }
}

export function empty(status: number): StandInAnswer {
  return { status, body: '' }
}

export function invalid(...errorCodes: readonly string[]): StandInAnswer {
  return json(422, { request_id: 'stand-in', error_type: 'request_invalid', error_codes: errorCodes })
}

export function paymentBody(payment: BookPayment, url: string): object {
  const { id, reference, amount, currency, status, code, last4, requestedAtMs } = payment
  const href = `${url}/payments/${id}`
  const isDecided = status !== 'Pending'
  return {
    id,
    requested_on: timeOf(requestedAtMs),
    source: {
      id: `src_${id.slice(4)}`,
      type: 'card',
      expiry_month: 12,
      expiry_year: 2040,
      scheme: payment.isAmex ? 'American Express' : 'Visa',
      last4,
      bin: '424242',
      card_type: 'CREDIT',
      card_category: 'CONSUMER',
      issuer_country: 'GB',
    },
    amount,
    currency,
    payment_type: 'Regular',
    reference,
    metadata: payment.metadata,
    status,
    ...(isDecided && { approved: status !== 'Declined' && status !== 'Expired' }),
    ...(code !== null && {
      response_code: code,
      response_summary: code === '10000' ? 'Approved' : 'Declined',
    }),
    processing_channel_id: payment.channel,
    risk: { flagged: false },
    _links: {
      self: { href },
      actions: { href: `${href}/actions` },
      ...(!isDecided && { redirect: { href: `${url}/3ds/${id}` } }),
    },
  }
}

/** As it is read later: the reason of a decline is then part of an action only. */
export function readBody(payment: BookPayment, url: string): object {
  const {
    response_code: _code,
    response_summary: _summary,
    ...body
  } = paymentBody(payment, url) as Record<string, unknown>
  return body
}

export function actionBody({
  id,
  type,
  reference,
  metadata,
  amount,
  approved,
  code,
  atMs,
}: BookAction): object {
  return {
    id,
    type,
    processed_on: timeOf(atMs),
    amount,
    ...(approved !== null && { approved }),
    ...(code !== null && { response_code: code, response_summary: approved ? 'Approved' : 'Declined' }),
    ...(reference !== null && { reference }),
    metadata,
  }
}

/** The search has its own way of writing, and its published example shows no metadata of actions. */
export function searchBody(payment: BookPayment, url: string): object {
  const { status } = payment
  const actions = payment.actions.map((action) => {
    const { approved, metadata: _metadata, ...body } = actionBody(action) as Record<string, unknown>
    return { ...body, status: approved === undefined ? 'Pending' : approved ? 'Approved' : 'Declined' }
  })
  const { approved: _approved, ...body } = readBody(payment, url) as Record<string, unknown>
  return { ...body, status: status.toLowerCase().replaceAll(' ', '_'), actions }
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}0000Z`
}
