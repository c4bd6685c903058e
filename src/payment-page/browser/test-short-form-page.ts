/** The script of the page with the card form in a short session in test mode. */
import { startForm } from './card-form.ts'
import { askAboutEmail } from './email-suggestion.ts'
import { startTestTools } from './test-tools.ts'
import { startTimeLimit } from './time-limit.ts'

startForm(askAboutEmail)
startTestTools()
startTimeLimit()
