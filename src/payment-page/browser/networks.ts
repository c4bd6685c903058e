/** Lets the customer choose the network of a co-badged card, as soon as the number's first eight digits are known. */
import { networkDigits } from '../../core/card/network-digits.ts'
import { bare } from '../fields/typed-digits.ts'

type Network = Readonly<{ id: string; name: string }>

export function startNetworks(): void {
  const place = document.querySelector<HTMLElement>('[data-networks]')
  const form = document.querySelector<HTMLFormElement>('form.card')
  const number = document.getElementById('number') as HTMLInputElement
  if (place === null || form === null) return
  let asked = ''
  let answer: Promise<unknown> | null = null

  const ask = async (digits: string): Promise<void> => {
    const networks = await networksOf(form, digits)
    // Another number has been entered meanwhile.
    if (asked === digits) show(place, networks)
  }
  number.addEventListener('input', () => {
    const digits = bare(number.value).slice(0, networkDigits)
    if (digits === asked) return
    asked = digits
    answer = null
    if (digits.length < networkDigits || /\D/.test(digits)) {
      show(place, [])
      return
    }
    const asking = ask(digits).finally(() => {
      if (answer === asking) answer = null
    })
    answer = asking
  })
  // Before the other listeners: what is not known yet is worth waiting for.
  form.addEventListener(
    'submit',
    (event) => {
      if (answer === null) return
      event.preventDefault()
      event.stopImmediatePropagation()
      void answer.then(() => {
        const first = place.querySelector('input')
        if (first === null) form.requestSubmit()
        else first.focus()
      })
    },
    { capture: true },
  )
}

/** Without an answer, the server asks when the form has been sent. */
async function networksOf(form: HTMLFormElement, digits: string): Promise<readonly Network[]> {
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
  if (networks.length === 0) {
    place.replaceChildren()
    return
  }
  const group = document.createElement('fieldset')
  const legend = document.createElement('legend')
  legend.textContent = place.dataset.networks ?? ''
  const preferred = networks.find(({ id }) => id === chosen) ?? networks[0]
  group.append(legend, ...networks.map((one) => labelOf(one, one === preferred)))
  place.replaceChildren(group)
}

function labelOf({ id, name }: Network, isChosen: boolean): HTMLElement {
  const label = document.createElement('label')
  const radio = document.createElement('input')
  Object.assign(radio, { type: 'radio', name: 'network', value: id, checked: isChosen })
  label.append(radio, ...markOf(name), name)
  return label
}

/** The name stands beside it. */
function markOf(name: string): readonly Element[] {
  const mark = document.querySelector(`.brands [aria-label="${name}"]`)?.cloneNode(true) as
    | Element
    | undefined
  if (mark === undefined) return []
  mark.removeAttribute('role')
  mark.removeAttribute('aria-label')
  mark.setAttribute('aria-hidden', 'true')
  return [mark]
}
