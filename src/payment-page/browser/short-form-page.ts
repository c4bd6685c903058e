/** The script of the page with the card form in a short session. */

import { startLongForm } from './address-fields.ts'
import { startTimeLimit } from './time-limit.ts'

startLongForm()
startTimeLimit()
