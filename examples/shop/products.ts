/** What the shop sells. Amounts are in minor units, as the gateway expects them. */

export type Currency = 'eur' | 'usd' | 'gbp'
export type Product = Readonly<{
  id: string
  name: string
  note: string
  amountMinor: number
  currency: Currency
}>

export const products: readonly Product[] = [
  { id: 'beans', name: 'Coffee beans, 1 kg', note: 'Dark roast, whole', amountMinor: 2500, currency: 'eur' },
  {
    id: 'kettle',
    name: 'Gooseneck kettle',
    note: 'Steel, 0.9 liters',
    amountMinor: 6490,
    currency: 'eur',
  },
  { id: 'cup', name: 'Stoneware cup', note: 'Made by hand in Leeds', amountMinor: 1200, currency: 'gbp' },
]

export function findProduct(id: string): Product | null {
  return products.find((product) => product.id === id) ?? null
}

export function formatAmount(amountMinor: number, currency: string): string {
  // Each of the three currencies has two decimals.
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency: currency.toUpperCase() })
  return format.format(amountMinor / 100)
}
