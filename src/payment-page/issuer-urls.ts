/**
 * The addresses that the issuer is given: where it sends the customer back, and what its 3-D Secure method notifies. Both
 * are called from other sites, without a cookie, so only their signatures are trusted.
 */
import type { Payment } from '../core/payment/payment.ts'
import type { AuthorizeRequest } from '../ports/acquirer.ts'
import { type IssuerPurpose, isIssuerSignature, signForIssuer } from './token.ts'

export function issuerUrls(
  payUrl: string,
  linkKey: Buffer,
  payment: Pick<Payment, 'id'>,
  attemptNumber: number,
): Pick<AuthorizeRequest, 'returnUrl' | 'methodNotificationUrl'> {
  const url = (purpose: IssuerPurpose) => {
    const signature = signForIssuer(linkKey, purpose, { paymentId: payment.id, attemptNumber })
    return `${payUrl}/hpp/${payment.id}/3ds/${purpose}?attempt=${attemptNumber}&signature=${signature}`
  }
  return { returnUrl: url('return'), methodNotificationUrl: url('method') }
}

/** The attempt that the address was made for, or null. Whatever else the issuer added is not looked at. */
export function readIssuerUrl(
  secret: Buffer,
  purpose: IssuerPurpose,
  paymentId: string,
  query: Readonly<{ attempt: string | undefined; signature: string | undefined }>,
): number | null {
  const { attempt, signature } = query
  if (attempt === undefined || signature === undefined || !/^[1-9]\d{0,4}$/.test(attempt)) return null
  const attemptNumber = Number(attempt)
  return isIssuerSignature(secret, purpose, { paymentId, attemptNumber }, signature) ? attemptNumber : null
}
