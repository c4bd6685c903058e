/** Finds a payment at Checkout.com: by its ID where we know it, and else by our reference. */
import type { UnknownAnswer } from '../../core/attempt/answers.ts'
import type { AttemptTerms } from '../../ports/acquirer.ts'
import { type ApiAnswer, causeOf } from './api.ts'
import {
  type Action,
  type CheckoutPayment,
  type Fields,
  fieldsOf,
  isId,
  readActions,
  readPayment,
  textOf,
} from './bodies.ts'
import { alarmIfRefused, type Context, questionMs } from './context.ts'
import { isSame, possibleReferences } from './references.ts'

type Found = Readonly<{ kind: 'found'; payment: CheckoutPayment }>

const limit = 10

export async function findPayment(
  context: Context,
  { reference, acquirerTransactionId }: AttemptTerms,
  signal: AbortSignal,
): Promise<Found | Readonly<{ kind: 'not_found' }> | UnknownAnswer> {
  if (acquirerTransactionId !== null) {
    return readPaymentOf(context, acquirerTransactionId, reference, signal)
  }
  for (const theirs of possibleReferences(reference)) {
    const found = await findByReference(context, theirs, reference, signal)
    if (found.kind !== 'not_found') return found
  }
  return { kind: 'not_found' }
}

async function findByReference(
  context: Context,
  theirs: string,
  reference: string,
  signal: AbortSignal,
): Promise<Found | Readonly<{ kind: 'not_found' }> | UnknownAnswer> {
  const answer = await listPayments(context, theirs, limit, signal)
  const list = readList(answer)
  if (list === null) return unanswered(context, answer)
  if (list.items.length === 0 && list.isWhole) return { kind: 'not_found' }
  const ids = new Set(list.items.filter((one) => one.reference === theirs).map(({ id }) => id))
  const [id] = ids
  if (ids.size > 1) return several(context, reference, ids.size)
  if (!list.isWhole || typeof id !== 'string') return otherPayments(context, reference)
  return readPaymentOf(context, id, reference, signal)
}

export function listPayments(
  { api }: Context,
  reference: string,
  max: number,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  const path = `/payments?limit=${max}&reference=${encodeURIComponent(reference)}`
  return api.get(path, { deadlineMs: questionMs, signal })
}

/** Null if it is not a list. `isWhole`: there are no more payments than it has. */
export function readList(answer: ApiAnswer): Readonly<{ items: readonly Fields[]; isWhole: boolean }> | null {
  if (answer.kind !== 'answered' || answer.status !== 200) return null
  const { data, total_count: total, has_more: hasMore, _links: links } = fieldsOf(answer.body)
  if (!Array.isArray(data)) return null
  const next = textOf(fieldsOf(fieldsOf(links).next).href)
  const goesOn = next !== null || (hasMore !== undefined && hasMore !== false)
  return { items: data.map(fieldsOf), isWhole: total === data.length && !goesOn }
}

function several({ log }: Context, reference: string, count: number): UnknownAnswer {
  log.error(
    { alarm: 'acquirer_double', acquirer: 'checkout', reference, count },
    'Checkout.com has several payments with one reference',
  )
  return { kind: 'unknown', cause: 'several payments have this reference' }
}

/** Then the list is not of this reference, and that ours is not in it does not show that it does not exist. */
function otherPayments({ log }: Context, reference: string): UnknownAnswer {
  log.error(
    { alarm: 'acquirer_request', acquirer: 'checkout', reference },
    'Checkout.com listed payments that were not asked for',
  )
  return { kind: 'unknown', cause: 'the list has other payments' }
}

/** `reference`: ours. A payment that had an ID has it for good, so one that is missing is in another account. */
export async function readPaymentOf(
  context: Context,
  id: string,
  reference: string,
  signal: AbortSignal,
): Promise<Found | UnknownAnswer> {
  if (!isId(id)) return { kind: 'unknown', cause: 'not an ID of a payment' }
  const answer = await context.api.get(`/payments/${id}`, { deadlineMs: questionMs, signal })
  if (answer.kind === 'answered' && answer.status === 404) {
    context.log.error(
      { alarm: 'acquirer_account', acquirer: 'checkout' },
      'Checkout.com does not find a payment by the ID that it returned: do the credentials belong to another account?',
    )
  }
  if (answer.kind !== 'answered' || answer.status !== 200) return unanswered(context, answer)
  const payment = readPayment(answer.body)
  if (payment === null) return { kind: 'unknown', cause: 'the payment could not be read' }
  const isIt = payment.id === id && isSame(payment.reference, reference)
  return isIt ? { kind: 'found', payment } : { kind: 'unknown', cause: 'not the payment' }
}

export async function readActionsOf(
  context: Context,
  paymentId: string,
  signal: AbortSignal,
): Promise<readonly Action[] | UnknownAnswer> {
  if (!isId(paymentId)) return { kind: 'unknown', cause: 'not an ID of a payment' }
  const answer = await context.api.get(`/payments/${paymentId}/actions`, { deadlineMs: questionMs, signal })
  if (answer.kind !== 'answered' || answer.status !== 200) return unanswered(context, answer)
  return readActions(answer.body) ?? { kind: 'unknown', cause: 'the actions could not be read' }
}

export function unanswered(context: Context, answer: ApiAnswer): UnknownAnswer {
  if (answer.kind === 'answered') alarmIfRefused(context, 'question', answer.status)
  return { kind: 'unknown', cause: causeOf(answer) }
}
