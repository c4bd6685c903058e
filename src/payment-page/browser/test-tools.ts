/** In test mode a card's button fills in the form instead of sending it, so that a developer sees the card. */

import { brandHint } from './brand.ts'

export function startTestTools(): void {
  const tools = document.querySelector<HTMLDetailsElement>('[data-tools]')
  tools?.addEventListener('click', (event) => {
    const button = (event.target as Element).closest('button')
    if (button === null) return
    event.preventDefault()
    const { expiry = '', name = '', email = '', filled = '' } = tools.dataset
    fill('number', button.value)
    fill('expiry', expiry)
    fill('cvc', '1234'.slice(0, brandHint(button.value)?.cvcLength))
    fillEmpty('name', name)
    fillEmpty('email', email)
    const status = document.querySelector('[data-status]')
    if (status !== null) status.textContent = filled
    document.querySelector<HTMLElement>('.pay')?.focus()
  })
}

/** As if it had been typed: the field formats and checks it. */
function fill(id: string, value: string): void {
  const field = document.getElementById(id) as HTMLInputElement | null
  if (field === null) return
  field.value = value
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

function fillEmpty(id: string, value: string): void {
  if ((document.getElementById(id) as HTMLInputElement | null)?.value === '') fill(id, value)
}
