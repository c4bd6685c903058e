/**
 * The card, and then the charge. The card goes into a request of its own that moves no money, so if that request is lost,
 * nothing was charged. The confirmation moves the money, and what it says may be lost.
 */
import type { AuthorizeAnswer, Declined, UnknownAnswer } from '../../core/attempt/answers.ts'
import type { CardDetails, Network } from '../../core/card/card.ts'
import type { AuthorizeRequest } from '../../ports/acquirer.ts'
import { cancelDeclined, isUnpaidStatus } from './cancel.ts'
import { deadlines, type StripeContext } from './context.ts'
import { declinedBy } from './declines.ts'
import { isIntentId, readIntent } from './intent.ts'
import { answerOf, unknown } from './intent-answer.ts'
import type { Result } from './stripe-caller.ts'
import type { StripeProblem } from './stripe-error.ts'

type Sent = Readonly<{ kind: 'sent'; paymentMethod: string }>

export async function authorize(
  context: StripeContext,
  request: AuthorizeRequest,
  signal: AbortSignal,
): Promise<AuthorizeAnswer> {
  const { handle } = request
  if (!isIntentId(handle)) return { kind: 'not_sent' }
  const { reference, account } = request
  const endMs = performance.now() + deadlines.authorize
  const card = await sendCard(context, request, request.card.reveal(), signal)
  if (card.kind === 'declined')
    return cancelDeclined(context, { id: handle, reference, account }, card, signal)
  if (card.kind !== 'sent') return card
  if (request.isLate()) return { kind: 'not_sent' }
  const result = await confirm(context, request, handle, card.paymentMethod, endMs, signal)
  return concluded(context, request, handle, result, signal)
}

async function sendCard(
  context: StripeContext,
  request: AuthorizeRequest,
  card: CardDetails,
  signal: AbortSignal,
): Promise<Sent | Declined | UnknownAnswer | Readonly<{ kind: 'not_sent' }>> {
  const { reference, account, network } = request
  const preferred = preferredNetwork(network)
  const result = await context.caller.call(
    {
      name: 'create a PaymentMethod',
      account,
      idempotencyKey: `${reference}-m`,
      deadlineMs: deadlines.card,
      signal,
    },
    (stripe, options) =>
      stripe.paymentMethods.create(
        {
          type: 'card',
          card: {
            number: card.pan,
            exp_month: card.expMonth,
            exp_year: card.expYear,
            cvc: card.cvc,
            ...(preferred !== null && { networks: { preferred } }),
          },
          billing_details: billingDetails(request, card.holderName),
        },
        options,
      ),
  )
  if (result.kind === 'answered') {
    const { id } = result.value
    return typeof id === 'string' ? { kind: 'sent', paymentMethod: id } : { kind: 'not_sent' }
  }
  if (isCardRefusal(result)) return declinedBy(result.problem, null, context.log)
  // A restored database can use a reference again: what was charged under it before can only be asked about.
  if (result.kind === 'lost' && result.isKeyUsed) return unknown(result.cause)
  reportUnsent(context, reference, result)
  return { kind: 'not_sent' }
}

function reportUnsent(
  { log }: StripeContext,
  reference: string,
  result: Exclude<Result<object>, { kind: 'answered' }>,
): void {
  const { cause } = result
  if (result.kind === 'refused' && result.problem.isRawCardRefusal) {
    log.error({ alarm: 'acquirer_credentials', acquirer: 'stripe', reference, cause }, rawCardRefusal)
    return
  }
  log.warn(
    { acquirer: 'stripe', reference, cause },
    'a card could not be sent to Stripe, so nothing was charged',
  )
}

const rawCardRefusal =
  'Stripe does not accept card numbers from this account: ask its support to enable the raw card data APIs'

function billingDetails({ customer, billingAddress }: AuthorizeRequest, holderName: string) {
  return {
    name: holderName,
    ...(customer !== null && { email: customer.email }),
    ...(customer !== null && customer.phone !== null && { phone: customer.phone }),
    ...(billingAddress !== null && {
      address: {
        country: billingAddress.country,
        city: billingAddress.city,
        line1: billingAddress.line1,
        ...(billingAddress.line2 !== null && { line2: billingAddress.line2 }),
        ...(billingAddress.postcode !== null && { postal_code: billingAddress.postcode }),
      },
    }),
  }
}

/** The networks that Stripe lets customers choose between. */
function preferredNetwork(network: Network | null): 'cartes_bancaires' | 'mastercard' | 'visa' | null {
  return network === 'cartes_bancaires' || network === 'mastercard' || network === 'visa' ? network : null
}

function confirm(
  context: StripeContext,
  { reference, account, returnUrl }: AuthorizeRequest,
  handle: string,
  paymentMethod: string,
  endMs: number,
  signal: AbortSignal,
) {
  return context.caller.call(
    {
      name: 'confirm a PaymentIntent',
      account,
      idempotencyKey: `${reference}-c`,
      deadlineMs: endMs - performance.now(),
      signal,
    },
    (stripe, options) =>
      stripe.paymentIntents.confirm(
        handle,
        { payment_method: paymentMethod, return_url: returnUrl, expand: ['latest_charge'] },
        options,
      ),
  )
}

async function concluded(
  context: StripeContext,
  { reference, account }: AuthorizeRequest,
  handle: string,
  result: Result<object>,
  signal: AbortSignal,
): Promise<AuthorizeAnswer> {
  if (result.kind === 'not_sent') return { kind: 'not_sent' }
  if (result.kind === 'lost') return unknown(result.cause)
  const declinedIntent = { id: handle, reference, account }
  if (result.kind === 'refused') {
    return isCardRefusal(result) && isUnpaid(result.problem, handle, context)
      ? cancelDeclined(context, declinedIntent, declinedBy(result.problem, null, context.log), signal)
      : unknown(result.cause)
  }
  // Nothing confirms twice, and a replayed answer would not know of a reversal.
  if (result.isReplayed) return unknown('an answer to an earlier request')
  const intent = readIntent(result.value, context.livemode)
  if (intent === null || intent.id !== handle) return unknown('not the PaymentIntent')
  const answer = answerOf(intent, context)
  switch (answer.kind) {
    case 'approved':
    case 'challenge':
      return answer
    case 'declined':
      return cancelDeclined(context, declinedIntent, answer, signal)
    default:
      return unknown(`the PaymentIntent is ${intent.status}`)
  }
}

type Refused = Extract<Result<object>, { kind: 'refused' }>

export function isCardRefusal(result: Result<object>): result is Refused {
  return result.kind === 'refused' && result.status === 402 && result.problem.type === 'card_error'
}

/** The error carries the PaymentIntent as it is after the refusal. Without it, only an inquiry shows what became of it. */
export function isUnpaid({ intent }: StripeProblem, handle: string, { livemode }: StripeContext): boolean {
  const read = readIntent(intent, livemode)
  return read?.id === handle && isUnpaidStatus(read.status)
}
