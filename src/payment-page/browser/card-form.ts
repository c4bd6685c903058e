/** Helps with the card form: groups digits, explains problems earlier, keeps a second click from doing anything. */
import { lengthProblem } from '../../card-brands/brand-table.ts'
import { passesLuhn } from '../../core/card/card.ts'
import type { BrandHint } from '../brand-hints.ts'
import { cvcProblem, nameProblem, readExpiry, textProblem } from '../fields/field-rules.ts'
import { bare, type Edit, onlyDigits, type Typed } from '../fields/typed-digits.ts'
import type { ScriptWord } from '../views/script-words.tsx'
import { brandHint } from './brand.ts'
import { showSummary, summary } from './error-summary.ts'
import { typeExpiry } from './expiry-typing.ts'
import { typeNumber } from './number-typing.ts'
import { afterField, byId, checks, fields, first, form, make, words } from './on-form.ts'

const cvcLengthMax = 4
const pastedLengthMax = 16

const number = byId('number')
const cvc = byId('cvc')
const prefix = words['page.errorTitle']
// After an answer of the server it has the prefix already.
const title = document.title.replace(prefix, '')

// A message that appears between press and release would move the button away from under the pointer.
let isPressing = false
window.onpointerdown = ({ target }) => {
  isPressing = (target as Element).closest('button,a,summary') !== null
}
window.onclick = () => {
  isPressing = false
}
form.addEventListener('input', (event) => {
  const field = event.target as HTMLInputElement
  help(field, event as InputEvent)
  if (field === number) showBrand()
  for (const one of [field, cvc]) if (isWrong(one)) check(one)
})
form.addEventListener('focusout', ({ target }) => {
  const field = target as HTMLInputElement
  if (isPressing || !fields.includes(field)) return
  // What is right for a code depends on the number.
  for (const one of [field, field === number ? cvc : field]) if (one.value) check(one)
  if (!summary.hidden) list()
  afterField[field.id]?.()
})
// The browser truncates pasted text before a script can remove the spaces.
cvc.maxLength = pastedLengthMax
showBrand()
window.onpagehide = () => {
  number.value = cvc.value = ''
}

/** Whether nothing is wrong. Otherwise the first problem gets the focus, with its label in sight, and the summary if both fit. */
export function checkAll(): boolean {
  fields.forEach(check)
  const [worst] = list()
  if (!worst) return true
  summary.scrollIntoView()
  worst.focus({ preventScroll: true })
  worst.scrollIntoView({ block: 'nearest' })
  return false
}

/** The color and the sign say "Error" only to those who see them. */
function check(field: HTMLInputElement): void {
  // Some it leaves to the server.
  const message = words[`${field.name}.${problemOf(field)}` as ScriptWord] ?? ''
  const place = byId(`${field.id}-error`)
  field.setAttribute('aria-invalid', `${message !== ''}`)
  // It may have held a hint.
  place.className = 'error'
  place.replaceChildren(message && make('span', { className: 'unseen', textContent: prefix }), message)
}

function hintNow(): BrandHint {
  return brandHint(words.brands, bare(number.value))
}

/** Null for a brand that is not accepted. */
function markOf({ name }: BrandHint): Element | null {
  return document.querySelector(`.brands [aria-label="${name}"]`)
}

/** Only a change is read out. */
function showBrand(): void {
  const hint = hintNow()
  const place = first('[data-brand]')
  byId('cvc-hint').textContent = words[`field.cvcHint${hint.cvcLength ?? ''}`]
  if (place.dataset.brand === hint.name) return
  place.dataset.brand = hint.name
  place.replaceChildren(markOf(hint)?.cloneNode(true) ?? '')
}

function isWrong(field: HTMLInputElement): boolean {
  return field.matches('[aria-invalid=true]')
}

/** Lists what is wrong. */
function list(): readonly HTMLInputElement[] {
  const wrong = fields.filter(isWrong)
  showSummary(wrong)
  document.title = wrong[0] ? prefix + title : title
  return wrong
}

/** Formats what was just typed, unless an input method is still composing it. */
function help(field: HTMLInputElement, { isComposing, inputType = '' }: InputEvent): void {
  if (isComposing) return
  const caret = field.selectionStart ?? 0
  const typed = format(field, caret, editOf(inputType))
  if (!typed || typed.value === field.value) return
  field.value = typed.value
  if (document.activeElement === field) field.setSelectionRange(typed.caret, typed.caret)
}

function format({ name, value }: HTMLInputElement, caret: number, edit: Edit): Typed | null {
  if (name === 'number') return typeNumber(value, caret, edit, words.brands)
  if (name === 'expiry') return typeExpiry(value, caret, edit)
  if (name !== 'cvc') return null
  const length = hintNow().cvcLength ?? cvcLengthMax
  return { value: onlyDigits(value).slice(0, length), caret: onlyDigits(value.slice(0, caret)).length }
}

function editOf(type: string): Edit {
  if (!type.startsWith('delete')) return 'insert'
  return type.endsWith('Forward') ? 'forward' : 'backward'
}

/** The server has the last word; this is what can be said without it. */
function problemOf({ id, value, required }: HTMLInputElement): string | null {
  if (id === 'number') return numberProblem(bare(value))
  if (id === 'cvc') return cvcProblem(value, hintNow().cvcLength)
  if (id === 'name') return nameProblem(value)
  if (id !== 'expiry') return (checks[id] ?? textProblem)(value, required)
  const expiry = readExpiry(value, Date.now())
  return typeof expiry === 'string' ? expiry : null
}

function numberProblem(digits: string): string | null {
  if (!digits) return 'empty'
  if (/\D/.test(digits)) return 'letters'
  const hint = hintNow()
  const { name, lengths } = hint
  if (name && !markOf(hint)) return 'unsupported'
  return lengthProblem(digits.length, lengths) ?? (passesLuhn(digits) || name === 'UnionPay' ? null : 'check')
}
