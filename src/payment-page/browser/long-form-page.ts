/** The script of the page with the card form that asks for a billing address. */
import './address-fields.ts'
import './email-form-page.ts'
