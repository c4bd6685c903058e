/** The address at the issuer that an adapter sends the customer's browser to. */
import { mask } from '../card/mask.ts'
import type { Mode } from '../payment/payment.ts'

const lengthMax = 4_096
/** Checked as text first, because URL parsers repair what must be refused. */
const shape = /^https?:\/\/[!-"$-.0->A-[\]-~]+(?:[/?#][!-[\]-~]*)?$/i

/**
 * Only the sandbox's issuer may be on this machine, without TLS. A URL is stored and shown, and it cannot be masked and
 * still lead somewhere, so one that holds a card number is refused.
 */
export function isChallengeUrl(value: unknown, mode: Mode): value is string {
  if (typeof value !== 'string' || value.length > lengthMax || !shape.test(value)) return false
  const protocol = URL.parse(value)?.protocol
  if (protocol !== 'https:' && !(protocol === 'http:' && mode === 'test')) return false
  return !isMasked(value) && !isMasked(unescaped(value))
}

function isMasked(text: string): boolean {
  return mask(text) !== text
}

/** Escapes that are not UTF-8 stay as they are. */
function unescaped(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
