/** Where the bank sends the statements of a card. */
export type BillingAddress = Readonly<{
  /** ISO 3166-1 alpha-2. */
  country: string
  line1: string
  line2: string | null
  city: string
  postcode: string | null
}>
