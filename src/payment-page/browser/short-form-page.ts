/** The script of the page with the card form in a short session. */
import './long-form-page.ts'
import './time-limit.ts'
