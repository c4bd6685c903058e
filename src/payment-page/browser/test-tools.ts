/** In test mode, test cards fill in the form, so that a developer sees the card, and can send it twice at once. */

import { brandHint } from './brand.ts'
import { byId, first, form, make, words } from './on-form.ts'

const { expiry = '', name = '', email = '' } = first('[data-tools]').dataset
const enter = (pan: string): void => {
  fill('number', pan)
  fill('expiry', expiry)
  fill('cvc', '1234'.slice(0, brandHint(words.brands, pan).cvcLength))
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
  twice.onclick = () => sendTwice(twice.dataset.twice ?? '')
}

function fillButton(pay: HTMLButtonElement, enter: () => void): HTMLButtonElement {
  const button = make('button', {
    type: 'button',
    textContent: 'Fill',
    onclick: () => {
      enter()
      first('[data-status]').textContent = 'Test card filled in. Select Pay to continue.'
      first('.pay').focus({ preventScroll: true })
      byId('number').scrollIntoView({ block: 'nearest' })
    },
  })
  button.setAttribute('aria-label', (pay.getAttribute('aria-label') ?? '').replace('Pay', 'Fill'))
  return button
}

/** As two impatient clicks, or two windows, would do it. */
async function sendTwice(pan: string): Promise<void> {
  const send = () => fetch(form.action, { method: 'POST', body: new URLSearchParams({ test_card: pan }) })
  await Promise.allSettled([send(), send()])
  location.assign(form.action.replace(/pay\/[^?]*/, 'next'))
}

/** As if it had been typed: the field formats and checks it. */
function fill(id: string, value: string): void {
  const field = byId(id)
  field.value = value
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

function fillEmpty(id: string, value: string): void {
  if (byId(id)?.value === '') fill(id, value)
}
