/**
 * A payment's refunds, from what the search says about its actions. They are listed newest first, and a refund may be listed
 * once when it was accepted and again when it was decided.
 */
import type { StatementLine } from '../../core/reconciliation/statement.ts'
import type { Action, CheckoutPayment } from './bodies.ts'
import type { Context } from './context.ts'
import { readActionsOf } from './find-payment.ts'
import { isShortened } from './references.ts'

type Refund = Readonly<{
  reference: string
  /** Null where it is listed under several, of which any may be the one that was answered. */
  acquirerTransactionId: string | null
  state: StatementLine['state']
  amountMinor: number | null
  processedAtMs: number | null
}>

/** Oldest first. */
export function refundsOf({ actions }: CheckoutPayment): readonly Refund[] {
  const refunds = actions.filter(({ type }) => type === 'refund').toReversed()
  return [...Map.groupBy(refunds, nameOf)].flatMap(([reference, steps]) => {
    const isOneId = new Set(steps.map(({ id }) => id)).size === 1
    return withoutRepetitions(steps).map((action, _index, { length }) => ({
      reference,
      acquirerTransactionId: isOneId || length > 1 ? action.id : null,
      state: stateOf(action),
      amountMinor: action.amountMinor,
      processedAtMs: action.processedAtMs,
    }))
  })
}

/** The last that is known about each refund with this reference: usually there is one. */
function withoutRepetitions(steps: readonly Action[]): readonly Action[] {
  const decided = new Map(steps.filter(({ approved }) => approved !== null).map((one) => [one.id, one]))
  return decided.size > 0 ? [...decided.values()] : steps.slice(-1)
}

function nameOf({ id, reference, fullReference }: Action): string {
  return fullReference ?? reference ?? id
}

function stateOf({ approved }: Action): StatementLine['state'] {
  return approved === null ? 'pending' : approved ? 'succeeded' : 'failed'
}

/**
 * With our references where they had to be shortened. Actions have metadata where they are listed for one payment, and the
 * search need not show them.
 */
export async function withFullReferences<Payment extends CheckoutPayment>(
  context: Context,
  payment: Payment,
  signal: AbortSignal,
): Promise<Payment> {
  if (!payment.actions.some(isWithoutReference)) return payment
  const actions = await readActionsOf(context, payment.id, signal)
  if ('kind' in actions)
    throw new Error(`Checkout.com did not provide the actions of a payment (${actions.cause})`)
  const known = new Map(actions.map(({ reference, fullReference }) => [reference, fullReference]))
  return {
    ...payment,
    actions: payment.actions.map((action) => ({
      ...action,
      fullReference: action.fullReference ?? known.get(action.reference) ?? null,
    })),
  }
}

function isWithoutReference({ type, reference, fullReference }: Action): boolean {
  return type === 'refund' && fullReference === null && reference !== null && isShortened(reference)
}
