/** The fields of a billing address. */
import { isUsualPostcode, ruleFor } from '../fields/postcodes.ts'
import { afterField, byId, first, words } from './on-form.ts'

const country = byId('country')
const postcode = byId('postcode')

// Null where the form asks for no address.
if (country)
  country.onchange = () => {
    const { label, countries } = rule()
    first('label[for=postcode]').textContent = label
    postcode.required = countries !== ''
    warn()
  }
afterField.postcode = warn

/** A postcode may be right although it looks wrong to us. */
function warn(): void {
  const { value } = postcode
  byId('unusual').textContent = value && !isUsualPostcode(value, rule()) ? words['postcode.unusual'] : ''
}

function rule() {
  return ruleFor(words.postcodes, country.value)
}
