/** The script of the page with the card form in a short session in test mode. */
import { startForm } from './card-form.ts'
import { startTestTools } from './test-tools.ts'
import { startTimeLimit } from './time-limit.ts'

startForm()
startTestTools()
startTimeLimit()
