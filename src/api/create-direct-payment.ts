/** POST /v1/payments: the merchant's server has the card itself. Answered at once; the outcome comes by GET. */
import type { z } from 'zod'
import { checkPan, detectBrand } from '../card-brands/brand.ts'
import type { DeclineCode } from '../core/attempt/decline.ts'
import { type Card, isExpired } from '../core/card/card.ts'
import { SecretCard } from '../core/card/secret-card.ts'
import { findTestCard } from '../core/card/test-cards.ts'
import type { Mode } from '../core/payment/payment.ts'
import { type DirectCard, payDirectly } from '../operations/pay-directly.ts'
import { warnOfCardNumbers } from './card-numbers-in-text.ts'
import { type Answer, type Call, type Endpoint, KeyTakenMeanwhile } from './endpoint.ts'
import { paymentRequest } from './payment-request.ts'
import { presentPayment } from './present-payment.ts'
import { type card, directPayment } from './schemas.ts'
import { validate } from './validate.ts'

export const createDirectPaymentEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/payments',
  query: {},
  body: 'required',
  needs: 'acquirer and merchant',
  handle,
}

async function handle(call: Call): Promise<Answer> {
  const { gateway, key } = call
  const body = validate(directPayment[key.mode], call.body)
  warnOfCardNumbers(call, body)
  const direct = readCard(body.card, key.mode, gateway.clock.nowMs())
  const { last4 } = direct.cardSummary
  let answer: Answer = { status: 201, body: '' }
  const result = await payDirectly(
    gateway,
    paymentRequest(key, body, body.return_url, undefined),
    direct,
    (payment) => {
      const card = { brand: null, last4, expMonth: null, expYear: null, country: null }
      answer = { status: 201, body: JSON.stringify(presentPayment({ ...payment, card })) }
      return call.keep(answer)
    },
  )
  if (result.kind === 'idempotency_key_taken') throw new KeyTakenMeanwhile()
  return answer
}

function readCard(given: z.output<typeof card>, mode: Mode, nowMs: number): DirectCard {
  const { number: pan, cvc, exp_month: expMonth, exp_year: expYear, holder_name: holderName } = given
  const cardSummary: Card = {
    brand: detectBrand(pan)?.brand ?? null,
    last4: pan.slice(-4),
    expMonth,
    expYear,
    country: null,
  }
  const declineCode = refusalOf(pan, expMonth, expYear, mode, nowMs)
  return { card: new SecretCard({ pan, cvc, expMonth, expYear, holderName }), cardSummary, declineCode }
}

/** What can be told without asking anybody. A test number must not reach a live acquirer. */
function refusalOf(
  pan: string,
  expMonth: number,
  expYear: number,
  mode: Mode,
  nowMs: number,
): DeclineCode | null {
  const isTestNumber = findTestCard(pan) !== null
  if (mode === 'live' && isTestNumber) return 'invalid_number'
  if (!isTestNumber && checkPan(pan) !== null) return 'invalid_number'
  return isExpired(expMonth, expYear, nowMs) ? 'expired_card' : null
}
