/** What is on every page with the card form, and where the modules of a form's script meet: each does its part when it is loaded. */
import type { FormWords } from '../views/script-words.tsx'

export const words = JSON.parse(byId('words').textContent) as FormWords
export const form = first<HTMLFormElement>('form.card')
export const fields = [...form.querySelectorAll<HTMLInputElement>('[aria-invalid]')]
/** What is wrong with a field that not every form has, by its ID. */
export const checks: Record<string, (text: string, isRequired: boolean) => string | null> = {}
/** What else is done, by a field's ID, when the customer has left it. */
export const afterField: Record<string, () => void> = {}

export function byId(id: string): HTMLInputElement {
  return document.getElementById(id) as HTMLInputElement
}

export function first<E extends HTMLElement>(selector: string): E {
  return document.querySelector<E>(selector) as E
}

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties)
}
