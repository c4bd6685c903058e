/** The part of a card that is kept, as it lies in columns: the same ones on payments and on attempts. */
import type { Brand, Card, Network } from '../../core/card/card.ts'

export type Value = string | number | null

export type CardColumns = Readonly<{
  card_brand: Brand | null
  card_last4: string | null
  card_exp_month: number | null
  card_exp_year: number | null
  card_country: string | null
  card_network: Network | null
}>

export function cardOf(row: CardColumns): Card | null {
  if (row.card_last4 === null) return null
  return {
    brand: row.card_brand,
    last4: row.card_last4,
    expMonth: row.card_exp_month,
    expYear: row.card_exp_year,
    country: row.card_country,
    ...(row.card_network === null ? {} : { network: row.card_network }),
  }
}
