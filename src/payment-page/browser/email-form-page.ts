/** The script of the page with the card form that asks for an email address, too. */
import { startForm } from './card-form.ts'
import { askAboutEmail } from './email-suggestion.ts'

startForm(askAboutEmail)
