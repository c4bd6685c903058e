/** The script of the page with the card form. */
import './browser-data.ts'
import './canceling.ts'
import './submitting.ts'
