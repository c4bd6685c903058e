/** The script of the page with the card form that lets customers choose the network of a co-badged card, in a short session. */
import './network-form-page.ts'
import './time-limit.ts'
