/** The address that the issuer sends the customer back to after a challenge. Only its signature is trusted. */
import type { Payment } from '../core/payment/payment.ts'
import { isReturnSignature, signReturn } from './token.ts'

export function challengeReturnUrl(
  payUrl: string,
  linkKey: Buffer,
  payment: Pick<Payment, 'id'>,
  attemptNumber: number,
): string {
  const signature = signReturn(linkKey, { paymentId: payment.id, attemptNumber })
  return `${payUrl}/hpp/${payment.id}/3ds/return?attempt=${attemptNumber}&signature=${signature}`
}

/** The attempt that the address was made for, or null. Whatever else the issuer added is not looked at. */
export function readChallengeReturn(
  secret: Buffer,
  paymentId: string,
  query: Readonly<{ attempt: string | undefined; signature: string | undefined }>,
): number | null {
  const { attempt, signature } = query
  if (attempt === undefined || signature === undefined || !/^[1-9]\d{0,4}$/.test(attempt)) return null
  const attemptNumber = Number(attempt)
  return isReturnSignature(secret, { paymentId, attemptNumber }, signature) ? attemptNumber : null
}
