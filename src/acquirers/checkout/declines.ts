/** Checkout.com's response codes in the words of the contract. */
import type { Declined } from '../../core/attempt/answers.ts'
import type { DeclineCode } from '../../core/decline.ts'
import { entryOf } from './bodies.ts'

/** 20xxx may work another time, 30xxx will not, and 40xxx comes from the merchant's own fraud rules. */
const codes: Readonly<Record<string, DeclineCode>> = {
  20001: 'issuer_declined',
  20002: 'issuer_declined',
  20003: 'processing_error',
  20004: 'issuer_declined',
  20005: 'do_not_honor',
  20006: 'processing_error',
  20009: 'processing_error',
  20012: 'not_permitted',
  20013: 'invalid_amount',
  20014: 'invalid_number',
  20019: 'processing_error',
  20022: 'processing_error',
  20030: 'processing_error',
  20038: 'issuer_declined',
  20039: 'issuer_declined',
  20040: 'not_permitted',
  20046: 'issuer_declined',
  20051: 'insufficient_funds',
  20052: 'issuer_declined',
  20053: 'issuer_declined',
  20054: 'expired_card',
  20055: 'issuer_declined',
  20056: 'issuer_declined',
  20057: 'not_permitted',
  20058: 'not_permitted',
  20059: 'suspect_fraud',
  20061: 'cardholder_limit',
  20062: 'issuer_declined',
  20063: 'not_permitted',
  20064: 'issuer_declined',
  20065: 'card_velocity_exceeded',
  20068: 'processing_error',
  20075: 'issuer_declined',
  20078: 'issuer_declined',
  20081: 'not_permitted',
  20082: 'invalid_cvc',
  20083: 'issuer_declined',
  20087: 'invalid_cvc',
  20091: 'processing_error',
  20092: 'processing_error',
  20093: 'not_permitted',
  20096: 'processing_error',
  20100: 'invalid_expiry',
  20103: 'not_permitted',
  20106: 'invalid_currency',
  20112: 'processing_error',
  20121: 'not_permitted',
  20124: 'invalid_cvc',
  20150: 'authentication_failed',
  20151: 'authentication_failed',
  20152: 'authentication_failed',
  20153: 'authentication_failed',
  20154: 'authentication_failed',
  20155: 'authentication_failed',
  20179: 'issuer_declined',
  20182: 'issuer_declined',
  20183: 'suspect_fraud',
  30004: 'issuer_declined',
  30007: 'issuer_declined',
  30015: 'invalid_number',
  30020: 'invalid_amount',
  30033: 'expired_card',
  30034: 'suspect_fraud',
  30035: 'issuer_declined',
  30036: 'issuer_declined',
  30037: 'issuer_declined',
  30038: 'issuer_declined',
  30041: 'lost_card',
  30043: 'stolen_card',
  30046: 'issuer_declined',
}

/** What a later try with the same card is worth, where the code says so. */
const laterCodes = new Set(['20051', '20061', '20065', '20068', '20091', '20092', '20096'])

/** A code that is not in the table says only that nothing was charged. */
export function declined(responseCode: string | null, country: string | null): Declined {
  const code = responseCode ?? ''
  const fallback = code.startsWith('4') ? 'fraud_filter' : 'generic_decline'
  return {
    kind: 'declined',
    declineCode: entryOf(codes, code) ?? fallback,
    country,
    retry: code.startsWith('3') ? 'never' : laterCodes.has(code) ? 'later' : null,
  }
}

export function isKnownCode(responseCode: string | null): boolean {
  return responseCode !== null && (Object.hasOwn(codes, responseCode) || responseCode.startsWith('4'))
}
