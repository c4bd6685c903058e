/** The billing address: the fields that the customer's bank may compare with what it knows. */
import { countryCodes } from '../../core/card/country.ts'
import type { AddressFields } from '../fields/address-rules.ts'
import { hasPostcodes, postcodeRule } from '../fields/postcode-rules.ts'
import type { Messages } from '../messages.ts'
import { constant } from '../templates/constant.ts'
import { Field, FieldError, type FieldProps } from './field.tsx'

type AddressProps = Pick<FieldProps, 'messages' | 'errors' | 'values' | 'isLast'> &
  Readonly<{ typed: AddressFields; country: string }>

export function AddressFieldset({ typed, country, isLast = false, ...shared }: AddressProps) {
  const { messages } = shared
  const chosen = typed.country === '' ? country : typed.country
  const text = { ...shared, kind: 'text', maxlength: 100 } as const
  return (
    <fieldset>
      <legend>{messages.text('open.billing')}</legend>
      <Country {...shared} chosen={chosen} />
      <Field
        {...text}
        name="line1"
        label="field.line1"
        autocomplete="billing address-line1"
        value={typed.line1}
      />
      <Field
        {...text}
        name="line2"
        label="field.line2"
        autocomplete="billing address-line2"
        value={typed.line2}
        isOptional
      />
      <div class="pair">
        <Field
          {...text}
          name="city"
          label="field.city"
          autocomplete="billing address-level2"
          value={typed.city}
        />
        <Field
          {...text}
          name="postcode"
          label={postcodeRule(chosen).label}
          hintId="unusual"
          maxlength={12}
          autocomplete="billing postal-code"
          value={typed.postcode}
          isOptional={!hasPostcodes(chosen)}
          isLast={isLast}
        />
      </div>
      <p class="hint" id="unusual" role="status" />
    </fieldset>
  )
}

type CountryProps = Pick<FieldProps, 'messages' | 'errors' | 'values'> & Readonly<{ chosen: string }>

function Country({ messages, errors, values, chosen }: CountryProps) {
  const label = chosen === '' ? messages.text('field.countryChoose') : namesOf(messages).of(chosen)
  return (
    <div class="field field-country">
      <label for="country">{messages.text('field.country')}</label>
      <span class="control">
        <select
          id="country"
          name="country"
          autocomplete="billing country"
          required
          aria-describedby="country-error"
          aria-invalid={errors.country === undefined ? 'false' : 'true'}
        >
          <option value={chosen}>{label}</option>
          {constant(Countries, { messages })}
        </select>
      </span>
      <FieldError messages={messages} name="country" errors={errors} values={values} />
    </div>
  )
}

/** All of them, in the order of the language. */
function Countries({ messages }: Readonly<{ messages: Messages }>) {
  const names = namesOf(messages)
  const options = countryCodes.map((code) => ({ code, name: names.of(code) ?? code }))
  const { compare } = new Intl.Collator(messages.formatLocale)
  return (
    <>
      {options
        .toSorted((one, other) => compare(one.name, other.name))
        .map(({ code, name }) => (
          <option value={code}>{name}</option>
        ))}
    </>
  )
}

function namesOf({ formatLocale }: Messages): Intl.DisplayNames {
  return new Intl.DisplayNames(formatLocale, { type: 'region' })
}
