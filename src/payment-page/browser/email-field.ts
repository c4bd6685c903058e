/** Asks about an email address that looks mistyped. The customer decides: nothing is corrected by itself. */
import { suggestEmail } from '../fields/email-suggestion.ts'
import { emailProblem } from '../fields/field-rules.ts'
import { afterField, byId, checks, first, make, words } from './on-form.ts'

const field = byId('email')

checks.email = emailProblem
afterField.email = () => {
  const meant = suggestEmail(field.value)
  if (!meant) return
  const button = make('button', {
    type: 'button',
    // Isolated, because it runs from left to right in every language.
    textContent: words['email.suggestion'].replace('{email}', `\u2068${meant}\u2069`),
    onclick: () => {
      field.value = meant
      field.focus()
      button.remove()
    },
  })
  field.oninput = () => button.remove()
  first('[data-status]').replaceChildren(button)
}
