/** A card: the part that may be stored and shown, the part that may not, and the arithmetic of both. */

export const brands = [
  'visa',
  'mastercard',
  'amex',
  'discover',
  'diners',
  'jcb',
  'unionpay',
  'maestro',
] as const
export type Brand = (typeof brands)[number]

/** Networks of one country. Their cards are co-badged: they also carry an international brand. */
export const localNetworks = ['bancontact', 'cartes_bancaires', 'dankort'] as const
export type LocalNetwork = (typeof localNetworks)[number]

/** What a co-badged card can be charged through. */
export type Network = Brand | LocalNetwork

/** The part of a card that is stored: no full number and no security code. What is not known is null. */
export type Card = Readonly<{
  brand: Brand | null
  last4: string
  expMonth: number | null
  expYear: number | null
  country: string | null
  /** Of a co-badged card: the network that the customer chose. */
  network?: Network
}>

/** The part that is never stored: in memory only, while an attempt runs. */
export type CardDetails = Readonly<{
  pan: string
  cvc: string
  expMonth: number
  expYear: number
  holderName: string
}>

/** ISO/IEC 7812-1 check digit. The string must consist of digits. */
export function passesLuhn(digits: string): boolean {
  const doubled = '0246813579'
  const values = [...digits].reverse().map((digit, i) => Number(i % 2 === 0 ? digit : doubled[Number(digit)]))
  return values.reduce((sum, value) => sum + value, 0) % 10 === 0
}

const hoursBehindUtcMax = 12
const hourMs = 3_600_000

/** A card is valid through the last day of its month, in the last time zone where that day ends (UTC-12). */
export function isExpired(expMonth: number, expYear: number, nowMs: number): boolean {
  // Date.UTC counts months from 0, so this is the start of the month after the card's.
  return nowMs >= Date.UTC(expYear, expMonth) + hoursBehindUtcMax * hourMs
}
