/** Amounts are integers in minor units with a currency; there are no fractions and no floats anywhere. */

export const currencies = ['eur', 'usd', 'gbp'] as const
export type Currency = (typeof currencies)[number]

/** ISO 8583 field 4 holds twelve digits. */
export const amountMinorMax = 999_999_999_999

export function isAmountMinor(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= amountMinorMax
}
