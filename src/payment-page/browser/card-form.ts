/** Helps with the card form: groups digits, explains problems earlier, keeps a second click from doing anything. */
import { lengthProblem } from '../../card-brands/brand-table.ts'
import { passesLuhn } from '../../core/card/card.ts'
import { cvcProblem, nameProblem, readExpiry } from '../fields/field-rules.ts'
import { bare, type Edit, onlyDigits, type Typed } from '../fields/typed-digits.ts'
import type { ScriptWord } from '../views/script-words.tsx'
import { brandHint } from './brand.ts'
import { addBrowserData } from './browser-data.ts'
import { startCanceling } from './canceling.ts'
import { isWrong, showProblem, showSummary } from './error-summary.ts'
import { typeExpiry } from './expiry-typing.ts'
import { typeNumber } from './number-typing.ts'
import { startSubmitting } from './submitting.ts'

export type Words = Readonly<Record<ScriptWord, string>>

const cvcLengthMax = 4
const pastedLengthMax = 16

/** What is only on some forms. */
export type More = Readonly<{
  /** Of a field that not every form has. */
  problemOf(field: HTMLInputElement): string | null
  /** Looks at a field that the customer leaves, and that was checked. */
  leave(field: HTMLInputElement, words: Words): void
}>

export function startForm(more?: More): void {
  const form = document.querySelector<HTMLFormElement>('form.card')
  if (form === null) return
  const words = JSON.parse(document.getElementById('words')?.textContent ?? '{}') as Words
  const fields = [...form.querySelectorAll<HTMLInputElement>('[aria-invalid]')]
  const prefix = words['page.errorTitle'].replace('{title}', '')
  // After an answer of the server it has the prefix already.
  const title = document.title.replace(prefix, '')
  const summary = document.querySelector<HTMLElement>('[data-errors]')
  const number = byId('number')
  const cvc = byId('cvc')

  const showBrand = (): void => {
    const hint = brandHint(bare(number.value))
    const length = hint?.cvcLength
    showMark(hint?.name)
    byId('cvc-hint').textContent =
      length === undefined ? words['field.cvcHint'] : words[`field.cvcHint${length}`]
  }
  const check = (field: HTMLInputElement): string => {
    const problem = problemOf(field, number.value, more)
    // Some it leaves to the server.
    const message = (problem && words[`${field.name}.${problem}` as ScriptWord]) || ''
    field.setAttribute('aria-invalid', String(message !== ''))
    showError(field, prefix, message)
    return message
  }
  const list = (wrong: readonly HTMLInputElement[]): void => {
    showSummary(wrong)
    document.title = wrong.length === 0 ? title : words['page.errorTitle'].replace('{title}', title)
  }
  const checkAll = (): boolean => {
    const wrong = fields.filter((field) => check(field) !== '')
    list(wrong)
    if (wrong[0] !== undefined) showProblem(wrong[0])
    return wrong.length === 0
  }

  // A message that appears between press and release would move the button away from under the pointer.
  let isPressing = false
  addEventListener('pointerdown', (event) => {
    isPressing = (event.target as Element).closest('button,a,summary') !== null
  })
  addEventListener('click', () => {
    isPressing = false
  })
  for (const field of fields) {
    field.addEventListener('input', (event) => {
      help(field, event as InputEvent, brandHint(bare(number.value))?.cvcLength ?? cvcLengthMax)
      if (field === number) showBrand()
      for (const one of [field, cvc]) if (isWrong(one)) check(one)
    })
    field.addEventListener('blur', () => {
      if (isPressing) return
      // What is right for a code depends on the number.
      for (const one of [field, field === number ? cvc : field]) if (one.value !== '') check(one)
      if (summary?.hidden === false) list(fields.filter(isWrong))
      more?.leave(field, words)
    })
  }
  // The browser truncates pasted text before a script can remove the spaces.
  cvc.maxLength = pastedLengthMax
  showBrand()
  addBrowserData(form)
  startSubmitting(form, words, checkAll)
  startCanceling(form)
  addEventListener('pagehide', () => {
    number.value = cvc.value = ''
  })
}

/** Null for a brand that is not accepted. */
function markOf(brand: string): Element | null {
  return document.querySelector(`.brands [aria-label="${brand}"]`)
}

/** Only a change is read out. */
function showMark(brand = ''): void {
  const place = document.querySelector<HTMLElement>('[data-brand]') as HTMLElement
  if (place.dataset.brand === brand) return
  place.dataset.brand = brand
  const mark = markOf(brand)
  place.replaceChildren(...(mark === null ? [] : [mark.cloneNode(true)]))
}

/** The color and the sign say "Error" only to those who see them. */
function showError(field: HTMLInputElement, prefix: string, message: string): void {
  const unseen = document.createElement('span')
  unseen.className = 'unseen'
  unseen.textContent = prefix
  const place = byId(`${field.id}-error`)
  // It may have held a hint.
  place.className = 'error'
  place.replaceChildren(...(message === '' ? [] : [unseen, message]))
}

/** Of an element that every form has. */
function byId(id: string): HTMLInputElement {
  return document.getElementById(id) as HTMLInputElement
}

/** Formats what was just typed, unless an input method is still composing it. */
function help(field: HTMLInputElement, event: InputEvent, cvcLength: number): void {
  if (event.isComposing) return
  const caret = field.selectionStart ?? field.value.length
  const typed = format(field, caret, editOf(event), cvcLength)
  if (typed === null || typed.value === field.value) return
  field.value = typed.value
  if (document.activeElement === field) field.setSelectionRange(typed.caret, typed.caret)
}

function format(
  { name, value }: HTMLInputElement,
  caret: number,
  edit: Edit,
  cvcLength: number,
): Typed | null {
  if (name === 'number') return typeNumber(value, caret, edit)
  if (name === 'expiry') return typeExpiry(value, caret, edit)
  if (name !== 'cvc') return null
  return { value: onlyDigits(value).slice(0, cvcLength), caret: onlyDigits(value.slice(0, caret)).length }
}

function editOf(event: InputEvent): Edit {
  const type = event.inputType ?? ''
  if (!type.startsWith('delete')) return 'insert'
  return type.endsWith('Forward') ? 'forward' : 'backward'
}

/** The server has the last word; this is what can be said without it. */
function problemOf(field: HTMLInputElement, number: string, more: More | undefined): string | null {
  const { value } = field
  switch (field.name) {
    case 'number':
      return numberProblem(bare(value))
    case 'expiry': {
      const expiry = readExpiry(value, Date.now())
      return typeof expiry === 'string' ? expiry : null
    }
    case 'cvc':
      return cvcProblem(value, brandHint(bare(number))?.cvcLength ?? null)
    case 'name':
      return nameProblem(value)
    default:
      return more?.problemOf(field) ?? null
  }
}

function numberProblem(digits: string): string | null {
  if (digits === '') return 'empty'
  if (/\D/.test(digits)) return 'letters'
  const hint = brandHint(digits)
  if (hint !== null && markOf(hint.name) === null) return 'unsupported'
  const length = lengthProblem(digits.length, hint?.lengths ?? null)
  return length ?? (passesLuhn(digits) || hint?.name === 'UnionPay' ? null : 'check')
}
