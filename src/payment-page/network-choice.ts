/** The choice of the network that a co-badged card is charged through. */
import { detectBrand } from '../card-brands/brand.ts'
import type { LocalNetwork, Network } from '../core/card/card.ts'
import type { FormTerms } from './form-terms.ts'

export type NetworkChoice = Readonly<{
  /** The local network first: where a script asks, it is chosen unless the customer chooses otherwise. */
  offered: readonly Network[]
  chosen: Network | null
}>

/** `digits`: a card number, or its first eight digits. Null where there is nothing to choose. */
export function choiceFor(
  digits: string,
  { accepted, localNetworks }: Pick<FormTerms, 'accepted' | 'localNetworks'>,
  networkOf: (digits: string) => LocalNetwork | null,
  answer = '',
): NetworkChoice | null {
  const local = localNetworks.length === 0 ? null : networkOf(digits)
  const brand = detectBrand(digits)?.brand ?? null
  if (local === null || brand === null || !localNetworks.includes(local) || !accepted.includes(brand))
    return null
  const offered = [local, brand]
  return { offered, chosen: offered.find((network) => network === answer) ?? null }
}
