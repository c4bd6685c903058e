/** The ID of a payment: made of random bytes, recognized as a whole, and taken apart without loss. */
import { describe, expect, it } from 'vitest'
import {
  hexOfPaymentId,
  isPaymentId,
  newPaymentId,
  paymentIdOfHex,
  paymentIdPattern,
} from '../../src/core/payment/payment-id.ts'

const id = 'pay_00010203-0405-0607-0809-0a0b0c0d0eff'

describe('a payment ID', () => {
  it('holds every bit of the bytes that it is made of', () => {
    expect(newPaymentId(Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]))).toBe(id)
  })

  it('is recognized', () => {
    expect(isPaymentId(id)).toBe(true)
    expect(id).toMatch(new RegExp(paymentIdPattern))
  })

  it.each([
    '',
    'pay_',
    id.slice(4),
    id.toUpperCase(),
    `${id}0`,
    `${id}\n`,
    ` ${id}`,
    id.replaceAll('-', ''),
    id.replace('f', 'g'),
    id.replace('pay_', 'key_'),
  ])('is not %j', (text) => {
    expect(isPaymentId(text)).toBe(false)
  })

  it('is put together again from its hexadecimal digits', () => {
    expect(hexOfPaymentId(id)).toBe('000102030405060708090a0b0c0d0eff')
    expect(paymentIdOfHex(hexOfPaymentId(id))).toBe(id)
  })
})
