/** The life of a PaymentIntent: created without a card, confirmed by hand, perhaps twice, or canceled. */
import type { CardBehavior } from './cards.ts'
import { type Form, formIn, metadataIn, textIn } from './form.ts'
import { invalid, noSuch, Problem, type ProblemFields, unexpectedState } from './problem.ts'
import type { ChargeRecord, IntentRecord, PaymentMethodRecord } from './records.ts'
import { intentShape, type Shaping } from './shapes.ts'

export type Acting = Shaping &
  Readonly<{
    nowSeconds: number
    newId(prefix: string): string
    behaviorOf(number: string): CardBehavior
  }>

const amountMax = 99_999_999

export function createIntent(form: Form, acting: Acting): IntentRecord {
  const amount = Number(textIn(form, 'amount'))
  if (!Number.isInteger(amount) || amount < 1) throw invalid('Invalid integer', { param: 'amount' })
  if (amount < 30) throw invalid('Amount is too small', { code: 'amount_too_small', param: 'amount' })
  if (amount > amountMax) throw invalid('Amount is too large', { code: 'amount_too_large', param: 'amount' })
  const suffix = textIn(form, 'statement_descriptor_suffix')
  if (suffix !== null && !isSuffix(suffix)) {
    throw invalid('The statement descriptor suffix is not valid', { param: 'statement_descriptor_suffix' })
  }
  const intent: IntentRecord = {
    id: acting.newId('pi'),
    created: acting.nowSeconds,
    amount,
    currency: textIn(form, 'currency') ?? '',
    metadata: metadataIn(form),
    suffix,
    confirmationMethod: textIn(form, 'confirmation_method') === 'manual' ? 'manual' : 'automatic',
    status: 'requires_payment_method',
    method: null,
    returnUrl: null,
    challenges: 0,
    error: null,
    charge: null,
    canceledAt: null,
  }
  acting.records.intents.set(intent.id, intent)
  return intent
}

/** With a prefix of ten characters there is room for ten, and `* ` between them. */
function isSuffix(suffix: string): boolean {
  return suffix.length <= 10 && /[A-Za-z]/.test(suffix) && !/[<>\\'"*]|[^\x20-\x7e]/.test(suffix)
}

export function intentNamed(id: string, { records }: Shaping): IntentRecord {
  const intent = records.intents.get(id)
  if (intent === undefined) throw noSuch('payment_intent', id)
  return intent
}

export function confirmIntent(intent: IntentRecord, form: Form, acting: Acting): IntentRecord {
  const given = textIn(form, 'payment_method')
  if (intent.status === 'requires_confirmation' && given === null && intent.method !== null) {
    const { isChallengedTwice = false } = intent.method.behavior
    return isChallengedTwice && intent.challenges < 2
      ? challenge(intent)
      : charge(intent, intent.method, acting)
  }
  if (intent.status !== 'requires_payment_method' || given === null) {
    throw unexpectedState(intentShape(intent, acting), 'confirm')
  }
  const method = acting.records.methods.get(given)
  if (method === undefined) throw noSuch('PaymentMethod', given)
  if (method.isUsed)
    throw invalid('The provided PaymentMethod was previously used.', { param: 'payment_method' })
  method.isUsed = true
  intent.method = method
  intent.error = null
  if (method.behavior.isChallenged !== true) return charge(intent, method, acting)
  intent.returnUrl = textIn(form, 'return_url')
  if (intent.returnUrl === null) throw invalid('A return URL is required', { param: 'return_url' })
  return challenge(intent)
}

function challenge(intent: IntentRecord): IntentRecord {
  intent.status = 'requires_action'
  intent.challenges += 1
  return intent
}

function charge(intent: IntentRecord, method: PaymentMethodRecord, acting: Acting): IntentRecord {
  const { decline } = method.behavior
  const made: ChargeRecord = {
    id: acting.newId('ch'),
    intentId: intent.id,
    method,
    amount: intent.amount,
    isPaid: decline === undefined,
    created: acting.nowSeconds,
  }
  intent.charge = made
  if (decline === undefined) {
    intent.status = 'succeeded'
    return intent
  }
  const fields = { ...declineFields(decline), charge: made.id }
  throw refuse(intent, fields, acting)
}

function declineFields({
  code,
  declineCode,
  adviceCode,
}: NonNullable<CardBehavior['decline']>): ProblemFields {
  return {
    type: 'card_error',
    message: 'Your card was declined.',
    code,
    ...(declineCode !== undefined && { decline_code: declineCode }),
    ...(adviceCode !== undefined && { advice_code: adviceCode }),
  }
}

function refuse(intent: IntentRecord, fields: ProblemFields, acting: Acting): Problem {
  intent.status = 'requires_payment_method'
  intent.error = fields
  return new Problem(402, { ...fields, payment_intent: intentShape(intent, acting) })
}

/** The customer is back from the issuer. Nothing is charged before the merchant confirms again. */
export function endChallenge(intent: IntentRecord, hasPassed: boolean): void {
  if (intent.status !== 'requires_action') return
  if (hasPassed) {
    intent.status = 'requires_confirmation'
    return
  }
  intent.status = 'requires_payment_method'
  intent.error = {
    type: 'card_error',
    code: 'payment_intent_authentication_failure',
    message: 'We are unable to authenticate your payment method.',
  }
}

export function cancelIntent(intent: IntentRecord, form: Form, acting: Acting): IntentRecord {
  if (intent.status === 'succeeded' || intent.status === 'canceled' || intent.status === 'processing') {
    throw unexpectedState(intentShape(intent, acting), 'cancel')
  }
  if (textIn(form, 'cancellation_reason') !== 'abandoned') {
    throw invalid('Invalid cancellation reason', { param: 'cancellation_reason' })
  }
  intent.status = 'canceled'
  intent.canceledAt = acting.nowSeconds
  return intent
}

export function createMethod(form: Form, acting: Acting): PaymentMethodRecord {
  const card = formIn(form, 'card')
  const number = textIn(card, 'number') ?? ''
  const behavior = acting.behaviorOf(number)
  if (behavior.isInvalid === true || !/^[0-9]{12,19}$/.test(number)) {
    throw cardProblem('incorrect_number', 'number')
  }
  if (!isFuture(card, acting.nowSeconds)) throw cardProblem('invalid_expiry_year', 'exp_year')
  if (!/^[0-9]{3,4}$/.test(textIn(card, 'cvc') ?? '')) throw cardProblem('invalid_cvc', 'cvc')
  const preferred = textIn(formIn(card, 'networks'), 'preferred')
  const method = {
    id: acting.newId('pm'),
    last4: number.slice(-4),
    behavior,
    network: preferred ?? 'visa',
    isUsed: false,
  }
  acting.records.methods.set(method.id, method)
  return method
}

function isFuture(card: Form, nowSeconds: number): boolean {
  const [year, month] = ['exp_year', 'exp_month'].map((name) => Number(textIn(card, name)))
  return Date.UTC(Number(year), Number(month)) > nowSeconds * 1_000
}

function cardProblem(code: string, param: string): Problem {
  return new Problem(402, { type: 'card_error', code, param, message: `Your card's ${param} is invalid.` })
}
