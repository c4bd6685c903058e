/** The script of the page with the card form that lets customers choose the network of a co-badged card. */
import './long-form-page.ts'
import './networks.ts'
