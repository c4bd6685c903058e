/** The script of the page with the card form in a short session in test mode. */
import './test-form-page.ts'
import './time-limit.ts'
