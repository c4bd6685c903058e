/** The script of the page with the card form in test mode. */
import { startForm } from './card-form.ts'
import { askAboutEmail } from './email-suggestion.ts'
import { startTestTools } from './test-tools.ts'

startForm(askAboutEmail)
startTestTools()
