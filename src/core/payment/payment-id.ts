/** What identifies a payment: made, recognized, and taken apart here and nowhere else. */

const shape = /^pay_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** For descriptions of the API. */
export const paymentIdPattern = shape.source

/** Whether a string has the form of an ID. Anything else is not looked up. */
export function isPaymentId(text: string): boolean {
  return shape.test(text)
}

/**
 * From 16 random bytes. All 128 bits count, because the ID is what protects the hosted page; a version 4 UUID has six bits
 * less.
 */
export function newPaymentId(bytes: Uint8Array): string {
  return paymentIdOfHex(bytes.toHex())
}

/** The 32 hexadecimal digits of an ID, without prefix and dashes. */
export function hexOfPaymentId(id: string): string {
  return id.slice('pay_'.length).replaceAll('-', '')
}

export function paymentIdOfHex(hex: string): string {
  return `pay_${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
