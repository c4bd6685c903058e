/** The script of the page with the card form in a short session. */
import { startForm } from './card-form.ts'
import { askAboutEmail } from './email-suggestion.ts'
import { startTimeLimit } from './time-limit.ts'

startForm(askAboutEmail)
startTimeLimit()
