/** Finds a payment at Checkout.com: by its ID where we know it, and else by our reference. */
import type { AttemptTerms } from '../../ports.ts'
import { type ApiAnswer, causeOf } from './api.ts'
import { type Action, type CheckoutPayment, fieldsOf, isId, readActions, readPayment } from './bodies.ts'
import { alarmIfRefused, type Context, questionMs, type Unknown } from './context.ts'
import { isSame, possibleReferences } from './references.ts'

type Found = Readonly<{ kind: 'found'; payment: CheckoutPayment }>

const limit = 10

export async function findPayment(
  context: Context,
  { reference, acquirerTransactionId }: AttemptTerms,
  signal: AbortSignal,
): Promise<Found | Readonly<{ kind: 'not_found' }> | Unknown> {
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
): Promise<Found | Readonly<{ kind: 'not_found' }> | Unknown> {
  const path = `/payments?limit=${limit}&reference=${encodeURIComponent(theirs)}`
  const answer = await context.api.get(path, { deadlineMs: questionMs, signal })
  const ids = listedIds(answer, theirs)
  if (ids === null) return unanswered(context, answer)
  const [id] = ids
  if (id === undefined) return { kind: 'not_found' }
  if (ids.length === 1) return readPaymentOf(context, id, reference, signal)
  context.log.error(
    { alarm: 'acquirer_double', acquirer: 'checkout', reference, count: ids.length },
    'Checkout.com has several payments with one reference',
  )
  return { kind: 'unknown', cause: 'several_payments' }
}

/** Null if it is not a list. What has another reference was not asked for. */
function listedIds(answer: ApiAnswer, reference: string): readonly string[] | null {
  if (answer.kind !== 'answered' || answer.status !== 200) return null
  const { data } = fieldsOf(answer.body)
  if (!Array.isArray(data)) return null
  const ours = data.map(fieldsOf).filter((one) => one.reference === reference)
  const ids = ours.map(({ id }) => id)
  return ids.every((id): id is string => typeof id === 'string' && isId(id)) ? [...new Set(ids)] : null
}

/** `reference`: ours. A payment that had an ID has it for good, so one that is missing is in another account. */
export async function readPaymentOf(
  context: Context,
  id: string,
  reference: string,
  signal: AbortSignal,
): Promise<Found | Unknown> {
  if (!isId(id)) return { kind: 'unknown', cause: 'not_a_payment_id' }
  const answer = await context.api.get(`/payments/${id}`, { deadlineMs: questionMs, signal })
  if (answer.kind === 'answered' && answer.status === 404) {
    context.log.error(
      { alarm: 'acquirer_account', acquirer: 'checkout' },
      'Checkout.com does not know a payment that it has approved; are the credentials those of another account?',
    )
  }
  if (answer.kind !== 'answered' || answer.status !== 200) return unanswered(context, answer)
  const payment = readPayment(answer.body)
  if (payment === null) return { kind: 'unknown', cause: 'unreadable_payment' }
  const isIt = payment.id === id && isSame(payment.reference, reference)
  return isIt ? { kind: 'found', payment } : { kind: 'unknown', cause: 'another_payment' }
}

export async function readActionsOf(
  context: Context,
  paymentId: string,
  signal: AbortSignal,
): Promise<readonly Action[] | Unknown> {
  if (!isId(paymentId)) return { kind: 'unknown', cause: 'not_a_payment_id' }
  const answer = await context.api.get(`/payments/${paymentId}/actions`, { deadlineMs: questionMs, signal })
  if (answer.kind !== 'answered' || answer.status !== 200) return unanswered(context, answer)
  return readActions(answer.body) ?? { kind: 'unknown', cause: 'unreadable_actions' }
}

export function unanswered(context: Context, answer: ApiAnswer): Unknown {
  if (answer.kind === 'answered') alarmIfRefused(context, 'question', answer.status)
  return { kind: 'unknown', cause: causeOf(answer) }
}
