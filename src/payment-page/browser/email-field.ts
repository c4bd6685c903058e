/** Asks about an email address that looks mistyped. The customer decides: nothing is corrected by itself. */
import { suggestEmail } from '../fields/email-suggestion.ts'
import { emailProblem } from '../fields/field-rules.ts'
import type { More, Words } from './card-form.ts'

export const emailField: More = {
  problemOf: ({ value }) => emailProblem(value),
  leave: (field, words) => {
    if (field.id === 'email') ask(field, words)
  },
}

function ask(field: HTMLInputElement, words: Words): void {
  const meant = suggestEmail(field.value)
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
