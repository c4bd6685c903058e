/** Only the first submit counts, and the customer sees the progress. */
import type { ScriptWord } from '../views/script-words.tsx'

type Words = Readonly<Record<ScriptWord, string>>

const spinnerMs = 1000
const slowMs = 8000
/** Before the gateway's response, which comes after 20 seconds at the latest. */
const longMs = 15_000

export function startSubmitting(form: HTMLFormElement, words: Words, isRight: () => boolean): void {
  let isSent = false
  form.addEventListener('submit', (event) => {
    if (isSent || !isRight()) return event.preventDefault()
    isSent = true
    showProgress(form, words)
  })
  // A page out of the back-forward cache shows a state of the past.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload()
  })
}

function showProgress(form: HTMLFormElement, words: Words): void {
  // Every form has them.
  const [button, label, status] = ['.pay', '.pay span', '[data-status]'].map((one) =>
    form.querySelector(one),
  ) as [Element, Element, Element]
  // Not `disabled`: the button keeps the focus, and its change is announced.
  button.setAttribute('aria-disabled', 'true')
  label.textContent = words['open.paying']
  for (const field of form.querySelectorAll('input')) field.readOnly = true
  form.parentElement?.classList.add('paying')
  const say = (word: ScriptWord): void => {
    status.textContent = words[word]
  }
  say('open.payingStatus')
  button.scrollIntoView({ block: 'nearest' })
  setTimeout(() => button.classList.add('busy'), spinnerMs)
  setTimeout(() => say('open.payingSlow'), slowMs)
  setTimeout(() => say('open.payingLong'), longMs)
}
