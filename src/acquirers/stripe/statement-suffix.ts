/**
 * The part of a card statement's text that a payment adds to the account's own prefix. Stripe refuses texts that do not
 * fit, and the payment with them.
 */

/** A text has 22 characters, of which the prefix takes ten at most, and `* ` stands between the two. */
const lengthMax = 10

/** Null where nothing is left that Stripe accepts. */
export function statementSuffix(statementName: string): string | null {
  const fit = statementName
    .replace(/[^\x20-\x7e]|[<>\\'"*]/g, '')
    .trim()
    .slice(0, lengthMax)
    .trim()
  return /[A-Za-z]/.test(fit) ? fit : null
}
