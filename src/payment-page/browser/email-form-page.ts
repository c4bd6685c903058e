/** The script of the page with the card form that asks for an email address, too. */
import { startForm } from './card-form.ts'
import { emailField } from './email-field.ts'

startForm(emailField)
