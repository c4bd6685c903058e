/** What customers call the networks of their cards. */
import { type Brand, brands, type LocalNetwork, type Network } from '../core/card/card.ts'
import { brandLooks } from './brand-table.ts'

const localNames: Readonly<Record<LocalNetwork, string>> = {
  bancontact: 'Bancontact',
  cartes_bancaires: 'CB',
  dankort: 'Dankort',
}

export function networkName(network: Network): string {
  return isBrand(network) ? brandLooks[network].name : localNames[network]
}

function isBrand(network: Network): network is Brand {
  return (brands as readonly Network[]).includes(network)
}
