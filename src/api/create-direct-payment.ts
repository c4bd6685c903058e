/** POST /v1/payments: the merchant's server sends the card. The response is immediate; GET returns the outcome. */
import type { z } from 'zod'
import { checkPan, detectBrand } from '../card-brands/brand.ts'
import { type Brand, type Card, isExpired } from '../core/card/card.ts'
import { SecretCard } from '../core/card/secret-card.ts'
import { findTestCard } from '../core/card/test-cards.ts'
import type { DeclineCode } from '../core/decline.ts'
import { acceptedBrands } from '../core/merchant.ts'
import type { Mode } from '../core/payment/payment.ts'
import { type DirectCard, payDirectly } from '../operations/pay-directly.ts'
import { warnOfCardNumbers } from './card-numbers-in-text.ts'
import { defineEndpoint, KeyTakenMeanwhile, noQuery } from './endpoint.ts'
import { paymentRequest } from './payment-request.ts'
import { presentPayment } from './present-payment.ts'
import { type card, directPayment } from './request-schemas.ts'

export const createDirectPaymentEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/payments',
  query: noQuery,
  body: directPayment,
  needs: 'acquirer and merchant',
  handle: async (call) => {
    const { gateway, key, body } = call
    warnOfCardNumbers(call, body)
    const request = paymentRequest(key, body, body.return_url, undefined)
    const merchant = await gateway.storage.findMerchant(key.merchantId)
    const read = readCard(body.card, key.mode, acceptedBrands(merchant), gateway.clock.nowMs())
    const direct = { ...read, merchant }
    const card = { ...unknownCard, last4: direct.cardSummary.last4 }
    const result = await payDirectly(gateway, request, direct, (payment) =>
      call.respond(201, presentPayment({ ...payment, card }, call.payUrl)),
    )
    if (result.kind === 'idempotency_key_taken') throw new KeyTakenMeanwhile()
    return result.response
  },
})

/** When the response is sent, only the last four digits of the card are known. */
const unknownCard = { brand: null, expMonth: null, expYear: null, country: null }

function readCard(
  given: z.output<typeof card>,
  mode: Mode,
  accepted: readonly Brand[],
  nowMs: number,
): Omit<DirectCard, 'merchant'> {
  const { number: pan, cvc, exp_month: expMonth, exp_year: expYear, holder_name: holderName } = given
  const cardSummary: Card = {
    brand: detectBrand(pan)?.brand ?? null,
    last4: pan.slice(-4),
    expMonth,
    expYear,
    country: null,
  }
  const declineCode = refusalOf(pan, mode) ?? termsRefusal(cardSummary, accepted, nowMs)
  return { card: new SecretCard({ pan, cvc, expMonth, expYear, holderName }), cardSummary, declineCode }
}

/** Declines that need no acquirer. A test card must not reach a live acquirer. */
function refusalOf(pan: string, mode: Mode): DeclineCode | null {
  const isTestNumber = findTestCard(pan) !== null
  if (mode === 'live' && isTestNumber) return 'invalid_number'
  return !isTestNumber && checkPan(pan) !== null ? 'invalid_number' : null
}

/** As on the page, where the merchant's customers are asked for a different card. */
function termsRefusal(
  { brand, expMonth, expYear }: Card,
  accepted: readonly Brand[],
  nowMs: number,
): DeclineCode | null {
  if (brand !== null && !accepted.includes(brand)) return 'not_permitted'
  return isExpired(Number(expMonth), Number(expYear), nowMs) ? 'expired_card' : null
}
