/** Only the first submit counts, and the customer sees the progress. */
import type { ScriptWord } from '../views/script-words.tsx'
import { checkAll } from './card-form.ts'
import { fields, first, form, words } from './on-form.ts'

const spinnerMs = 1000
const slowMs = 8000
/** Before the gateway's response, which comes after 20 seconds at the latest. */
const longMs = 15_000

const button = first('.pay')
let isSent = false

form.onsubmit = () => {
  if (isSent || !checkAll()) return false
  isSent = true
  // Not `disabled`: the button keeps the focus, and its change is announced.
  button.setAttribute('aria-disabled', 'true')
  first('.pay span').textContent = words['open.paying']
  for (const field of fields) field.readOnly = true
  form.parentElement?.classList.add('paying')
  say('open.payingStatus')
  button.scrollIntoView({ block: 'nearest' })
  setTimeout(() => button.classList.add('busy'), spinnerMs)
  setTimeout(say, slowMs, 'open.payingSlow')
  setTimeout(say, longMs, 'open.payingLong')
  return true
}

// A page out of the back-forward cache shows a state of the past.
window.onpageshow = ({ persisted }) => {
  if (persisted) location.reload()
}

function say(word: ScriptWord): void {
  first('[data-status]').textContent = words[word]
}
