/** The script of the page with the card form in a short session in test mode. */

import { startLongForm } from './address-fields.ts'
import { startNetworks } from './networks.ts'
import { startTestTools } from './test-tools.ts'
import { startTimeLimit } from './time-limit.ts'

startNetworks()
startLongForm()
startTestTools()
startTimeLimit()
