/** The box that lists what is wrong, and the way from it to a field. */

export function isWrong(field: HTMLInputElement): boolean {
  return field.getAttribute('aria-invalid') === 'true'
}

export function showSummary(wrong: readonly HTMLInputElement[]): void {
  const summary = find()
  const list = summary?.querySelector('ul')
  if (summary === null || !list) return
  // That they must be entered again is only true after a response of the server.
  summary.querySelector('[data-again]')?.remove()
  summary.hidden = wrong.length === 0
  const messages = wrong.map(
    (field) => document.getElementById(`${field.id}-error`)?.lastChild?.textContent ?? '',
  )
  // A screen reader reads the list out again whenever it changes.
  if (messages.join() === [...list.children].map((item) => item.textContent).join()) return
  list.replaceChildren(...wrong.map((field, i) => itemOf(field.id, messages[i] ?? '')))
}

/** The field gets the focus, its label stays in sight, and the summary does where both fit. */
export function showProblem(field: HTMLInputElement): void {
  find()?.scrollIntoView()
  field.focus({ preventScroll: true })
  field.scrollIntoView({ block: 'nearest' })
}

function find(): HTMLElement | null {
  return document.querySelector('[data-errors]')
}

function itemOf(id: string, message: string): HTMLElement {
  const link = document.createElement('a')
  link.href = `#${id}`
  link.textContent = message
  const item = document.createElement('li')
  item.append(link)
  return item
}
