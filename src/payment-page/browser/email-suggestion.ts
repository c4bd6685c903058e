/** Asks about an email address that looks mistyped. The customer decides: nothing is corrected by itself. */
import { suggestEmail } from '../fields/email-suggestion.ts'
import type { Leave } from './card-form.ts'

export const askAboutEmail: Leave = (field, words) => {
  const meant = field.id === 'email' ? suggestEmail(field.value) : null
  if (meant === null) return
  const button = document.createElement('button')
  button.type = 'button'
  // Isolated, because it runs from left to right in every language.
  button.textContent = words['email.suggestion'].replace('{email}', `\u2068${meant}\u2069`)
  button.onclick = () => {
    field.value = meant
    field.focus()
    button.remove()
  }
  field.oninput = () => button.remove()
  document.querySelector('[data-status]')?.replaceChildren(button)
}
