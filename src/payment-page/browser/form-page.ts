/** The script of the page with the card form. */
import { startForm } from './card-form.ts'

startForm()
