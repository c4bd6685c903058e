/** Lets the customer choose the network of a co-badged card, as soon as the number's first eight digits are known. */
import { networkDigits } from '../../core/card/network-digits.ts'
import { bare } from '../fields/typed-digits.ts'
import { byId, form, make } from './on-form.ts'

type Network = Readonly<{ id: string; name: string }>

/** In test mode, not every page has it. */
const place = document.querySelector<HTMLElement>('[data-networks]')
const number = byId('number')
let asked = ''
let answer: Promise<void> | null = null

if (place) {
  number.addEventListener('input', () => ask(place))
  // Before other listeners: what is not known yet is worth waiting for.
  form.addEventListener('submit', (event) => wait(place, event), true)
}

function ask(group: HTMLElement): void {
  const digits = bare(number.value).slice(0, networkDigits)
  if (digits === asked) return
  asked = digits
  answer = networksOf(digits).then((networks) => {
    // Another number has been entered meanwhile.
    if (asked !== digits) return
    answer = null
    show(group, networks)
  })
}

function wait(group: HTMLElement, event: Event): void {
  if (!answer) return
  event.preventDefault()
  event.stopImmediatePropagation()
  void answer.then(() => {
    const first = group.querySelector('input')
    if (first) first.focus()
    else form.requestSubmit()
  })
}

/** Without an answer, the server asks when the form has been sent. */
async function networksOf(digits: string): Promise<readonly Network[]> {
  if (digits.length < networkDigits || /\D/.test(digits)) return []
  try {
    const body = new URLSearchParams({ digits })
    const response = await fetch(form.action.replace(/pay\/.*/, 'networks'), { method: 'POST', body })
    return response.ok ? ((await response.json()) as { networks: readonly Network[] }).networks : []
  } catch {
    return []
  }
}

function show(place: HTMLElement, networks: readonly Network[]): void {
  const chosen = place.querySelector<HTMLInputElement>(':checked')?.value
  const preferred = networks.find(({ id }) => id === chosen) ?? networks[0]
  const group = make('fieldset', {})
  group.append(
    make('legend', { textContent: place.dataset.networks ?? '' }),
    ...networks.map((one) => labelOf(one, one === preferred)),
  )
  place.replaceChildren(preferred ? group : '')
}

function labelOf({ id, name }: Network, checked: boolean): HTMLElement {
  const label = make('label', {})
  label.append(
    make('input', { type: 'radio', name: 'network', value: id, checked }),
    markOf(name) ?? '',
    name,
  )
  return label
}

/** The name stands beside it. */
function markOf(name: string): Element | undefined {
  const mark = document.querySelector(`.brands [aria-label="${name}"]`)?.cloneNode(true) as
    | Element
    | undefined
  mark?.removeAttribute('role')
  mark?.removeAttribute('aria-label')
  mark?.setAttribute('aria-hidden', 'true')
  return mark
}
