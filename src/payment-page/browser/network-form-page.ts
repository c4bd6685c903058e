/** The script of the page with the card form that lets customers choose the network of a co-badged card. */
import { startLongForm } from './address-fields.ts'
import { startNetworks } from './networks.ts'

startNetworks()
startLongForm()
