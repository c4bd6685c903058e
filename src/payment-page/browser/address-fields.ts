/** The fields of a billing address, and the one for an email address, which is always on the same script. */
import { type AddressField, addressFields, addressProblem } from '../fields/address-rules.ts'
import { hasPostcodes, isUsualPostcode, postcodeLabel } from '../fields/postcodes.ts'
import { type More, startForm, type Words } from './card-form.ts'
import { emailField } from './email-field.ts'

export function startLongForm(): void {
  startForm(allFields)
  const words = JSON.parse(document.getElementById('words')?.textContent ?? '{}') as Words
  fieldNamed('country')?.addEventListener('change', () => {
    followCountry(words)
    warn(words)
  })
}

const allFields: More = {
  problemOf: (field) => {
    const name = addressFields.find((one) => one === field.id)
    return name === undefined
      ? emailField.problemOf(field)
      : addressProblem(name, field.value, typedIn('country'))
  },
  leave: (field, words) => {
    emailField.leave(field, words)
    if (field.id === 'postcode') warn(words)
  },
}

function followCountry(words: Words): void {
  const country = typedIn('country')
  const label = document.querySelector('label[for=postcode]')
  if (label !== null) label.textContent = words[postcodeLabel(country)]
  fieldNamed('postcode')?.toggleAttribute('required', hasPostcodes(country))
}

/** A postcode may be right although it looks wrong to us. */
function warn(words: Words): void {
  const hint = document.getElementById('unusual')
  const postcode = typedIn('postcode')
  const isUnusual = postcode !== '' && !isUsualPostcode(postcode, typedIn('country'))
  if (hint !== null) hint.textContent = isUnusual ? words['postcode.unusual'] : ''
}

function typedIn(name: AddressField): string {
  return fieldNamed(name)?.value ?? ''
}

function fieldNamed(name: AddressField): HTMLInputElement | null {
  return document.getElementById(name) as HTMLInputElement | null
}
