/** The same in a short session. */
import { startLongForm } from './address-fields.ts'
import { startNetworks } from './networks.ts'
import { startTimeLimit } from './time-limit.ts'

startNetworks()
startLongForm()
startTimeLimit()
