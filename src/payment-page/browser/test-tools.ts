/** In test mode, test cards fill in the form, so that a developer sees the card, and can send it twice at once. */

import { brandHint } from './brand.ts'

export function startTestTools(): void {
  const facts = document.querySelector<HTMLElement>('[data-tools]')
  const form = document.querySelector<HTMLFormElement>('form.card')
  if (facts === null || form === null) return
  const { expiry = '', name = '', email = '' } = facts.dataset
  const enter = (pan: string): void => {
    fill('number', pan)
    fill('expiry', expiry)
    fill('cvc', '1234'.slice(0, brandHint(pan)?.cvcLength))
    fillEmpty('name', name)
    fillEmpty('email', email)
    fillEmpty('line1', 'Test Street 1')
    fillEmpty('city', 'Test City')
    fillEmpty('postcode', '12345')
  }
  for (const pay of document.querySelectorAll<HTMLButtonElement>('[name=test_card]')) {
    pay.onclick = (event) => {
      event.preventDefault()
      enter(pay.value)
      form.requestSubmit()
    }
    pay.before(fillButton(pay, () => enter(pay.value)))
  }
  const twice = document.querySelector<HTMLButtonElement>('[data-twice]')
  if (twice?.parentElement) {
    twice.parentElement.hidden = false
    twice.onclick = () => sendTwice(form, twice.dataset.twice ?? '')
  }
}

function fillButton(pay: HTMLButtonElement, enter: () => void): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Fill'
  button.setAttribute('aria-label', (pay.getAttribute('aria-label') ?? '').replace('Pay', 'Fill'))
  button.onclick = () => {
    enter()
    const status = document.querySelector('[data-status]')
    if (status !== null) status.textContent = 'Test card filled in. Select Pay to continue.'
    document.querySelector<HTMLElement>('.pay')?.focus({ preventScroll: true })
    document.getElementById('number')?.scrollIntoView({ block: 'nearest' })
  }
  return button
}

/** As two impatient clicks, or two windows, would do it. */
async function sendTwice(form: HTMLFormElement, pan: string): Promise<void> {
  const send = () => fetch(form.action, { method: 'POST', body: new URLSearchParams({ test_card: pan }) })
  await Promise.allSettled([send(), send()])
  location.assign(form.action.replace(/pay\/[^?]*/, 'next'))
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
