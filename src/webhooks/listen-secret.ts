/**
 * The secret that `flowlix listen` signs with. It is made from the API key, so it is the same on every machine and after every
 * restart, and nobody has to store or to copy it.
 */
import { hmacSha256 } from '../platform/hmac.ts'

export function listenSecret(apiKey: string): string {
  return `whsec_${hmacSha256(apiKey, 'flowlix listen').toString('base64')}`
}
