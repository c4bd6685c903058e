/** The script of the page with the card form that asks for an email address. */
import './email-field.ts'
import './form-page.ts'
