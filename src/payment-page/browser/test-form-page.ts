/** The script of the page with the card form in test mode. */
import './network-form-page.ts'
import './test-tools.ts'
