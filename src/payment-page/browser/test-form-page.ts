/** The script of the page with the card form in test mode. */

import { startLongForm } from './address-fields.ts'
import { startNetworks } from './networks.ts'
import { startTestTools } from './test-tools.ts'

startNetworks()
startLongForm()
startTestTools()
