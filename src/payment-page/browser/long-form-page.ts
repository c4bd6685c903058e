/** The script of the page with the card form that asks for a billing address. */
import { startLongForm } from './address-fields.ts'

startLongForm()
