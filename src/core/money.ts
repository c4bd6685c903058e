/** Amounts are integers in minor units with a currency. There are no fractions and no floating-point amounts anywhere. */

export const currencies = ['eur', 'usd', 'gbp'] as const
export type Currency = (typeof currencies)[number]

/** Field 4 of ISO 8583 has twelve digits. */
export const amountMinorMax = 999_999_999_999

/** An integer from 1 to {@link amountMinorMax}. */
export function isAmountMinor(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= amountMinorMax
}
