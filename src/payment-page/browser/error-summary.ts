/** The box that lists what is wrong, and the way from it to a field. */
import { byId, first, make } from './on-form.ts'

export const summary = first('[data-errors]')
const list = summary.querySelector('ul') as HTMLElement

export function showSummary(wrong: readonly HTMLInputElement[]): void {
  // That they must be entered again is only true after a response of the server.
  summary.querySelector('[data-again]')?.remove()
  summary.hidden = wrong.length === 0
  const items = wrong.map(({ id }) => {
    const item = make('li', {})
    item.append(make('a', { href: `#${id}`, textContent: byId(`${id}-error`).lastChild?.textContent ?? '' }))
    return item
  })
  // A screen reader reads the list out again whenever it changes.
  if (list.textContent !== items.map(({ textContent }) => textContent).join(''))
    list.replaceChildren(...items)
}
