/** What a payment's form asks for, and which cards it takes. */
import { brandLooks } from '../card-brands/brand-table.ts'
import { type Brand, brands, type LocalNetwork, localNetworks, type Network } from '../core/card/card.ts'
import { acceptedBrands, type Merchant } from '../core/merchant.ts'
import type { Payment } from '../core/payment/payment.ts'
import type { Messages } from './messages.ts'

export type FormTerms = Pick<Payment, 'mode' | 'suppliedCustomer'> &
  Readonly<{ accepted: readonly Brand[]; localNetworks: readonly LocalNetwork[]; hasAddress: boolean }>

export function formTerms({ mode, suppliedCustomer }: Payment, merchant: Merchant): FormTerms {
  const hasAddress = merchant.billingAddress === 'required'
  const localNetworks = merchant.localNetworks ?? []
  return { mode, suppliedCustomer, accepted: acceptedBrands(merchant), localNetworks, hasAddress }
}

/** The page asks unless the shop has sent the customer's details. */
export function asksForEmail({ suppliedCustomer }: Pick<FormTerms, 'suppliedCustomer'>): boolean {
  return suppliedCustomer === null
}

export function acceptsAll({ accepted }: Pick<FormTerms, 'accepted'>): boolean {
  return accepted.length === brands.length
}

/** The same as plain values, by which the parts that many pages share are known. */
export type FormShape = Readonly<{
  hasEmail: boolean
  /** Separated by commas; empty: all. */
  accepted: string
  /** Of co-badged cards; empty: none. */
  localNetworks: string
  hasAddress: boolean
}>

export function shapeOf(terms: FormTerms): FormShape {
  const accepted = acceptsAll(terms) ? '' : terms.accepted.join()
  const { hasAddress } = terms
  return { hasEmail: asksForEmail(terms), accepted, localNetworks: terms.localNetworks.join(), hasAddress }
}

function acceptedIn({ accepted }: Pick<FormShape, 'accepted'>): readonly Brand[] {
  const names = accepted.split(',')
  return accepted === '' ? brands : brands.filter((brand) => names.includes(brand))
}

/** Whose marks the page shows. */
export function networksIn(shape: Pick<FormShape, 'accepted' | 'localNetworks'>): readonly Network[] {
  const names = shape.localNetworks.split(',')
  return [...localNetworks.filter((network) => names.includes(network)), ...acceptedIn(shape)]
}

/** For a sentence: "Visa, Mastercard, or Maestro". */
export function acceptedNames(messages: Messages, shape: Pick<FormShape, 'accepted'>): string {
  const names = acceptedIn(shape).map((brand) => brandLooks[brand].name)
  return messages.either(names)
}
