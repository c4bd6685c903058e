/**
 * Signed values in our own URLs. An attempt token in a form's action has three purposes: it proves that we rendered the
 * form, it names the attempt, and it makes the URL new, so that no browser restores old fields into the form.
 */
import { timingSafeEqual } from 'node:crypto'
import { hmacSha256 } from '../platform/hmac.ts'

/** The number of the attempt, when the token ends in seconds, and random bytes, followed by the signature. */
const numberBytes = 2
const expiryBytes = 6
const randomBytes = 8
const headBytes = numberBytes + expiryBytes + randomBytes
const signatureBytes = 16

/** A form may stay open for a day. */
export const tokenLifeMs = 24 * 3_600_000

type TokenTerms = Readonly<{ paymentId: string; attemptNumber: number }>

export function signAttemptToken(
  secret: Buffer,
  terms: TokenTerms,
  nowMs: number,
  random: Uint8Array,
): string {
  const head = Buffer.alloc(headBytes)
  head.writeUIntBE(terms.attemptNumber, 0, numberBytes)
  head.writeUIntBE(Math.floor((nowMs + tokenLifeMs) / 1000), numberBytes, expiryBytes)
  head.set(random.subarray(0, randomBytes), numberBytes + expiryBytes)
  return Buffer.concat([head, sign(secret, `attempt\n${terms.paymentId}\n`, head)]).toString('base64url')
}

/** The attempt that the form is for; null if the token is not ours or belongs to another payment. */
export function readAttemptToken(
  secret: Buffer,
  paymentId: string,
  token: string,
  nowMs: number,
): number | 'too old' | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== headBytes + signatureBytes || bytes.toString('base64url') !== token) return null
  const head = bytes.subarray(0, headBytes)
  const expected = sign(secret, `attempt\n${paymentId}\n`, head)
  if (!timingSafeEqual(bytes.subarray(headBytes), expected)) return null
  if (nowMs >= head.readUIntBE(numberBytes, expiryBytes) * 1000) return 'too old'
  return head.readUIntBE(0, numberBytes)
}

/** What an address that the issuer is given is for: a signature for one purpose is worth nothing for the other. */
export type IssuerPurpose = 'return' | 'method'

export function signForIssuer(secret: Buffer, purpose: IssuerPurpose, terms: TokenTerms): string {
  const head = Buffer.from(String(terms.attemptNumber))
  return sign(secret, `3ds-${purpose}\n${terms.paymentId}\n`, head).toString('base64url')
}

export function isIssuerSignature(
  secret: Buffer,
  purpose: IssuerPurpose,
  terms: TokenTerms,
  signature: string,
): boolean {
  const expected = Buffer.from(signForIssuer(secret, purpose, terms))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function sign(secret: Buffer, purpose: string, head: Uint8Array): Buffer {
  return hmacSha256(secret, purpose, head).subarray(0, signatureBytes)
}
