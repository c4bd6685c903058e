/** How the values of a merchant's details are read from what an operator has typed; an empty string removes a value. */

import { isCountryCode } from '../core/card/country.ts'
import { hasForbiddenCharacters, isLonger } from '../core/characters.ts'
import { languageOf, languages } from '../core/language.ts'
import { accentProblem } from '../core/look/accent.ts'
import { isColor } from '../core/look/color.ts'
import { acquirerAccountMax, isAcquirerAccount } from '../ports/acquirer-shape.ts'

/** A problem is the rest of a sentence that begins with the name of the detail. */
export type Reading = Readonly<{ value: unknown }> | Readonly<{ problem: string }>
type Read = (text: string) => Reading

const emailMax = 254
const phoneMax = 32
const urlMax = 2_048
const descriptorMax = 22
const acquirerNameMax = 40

const removed: Reading = { value: null }

function orRemoved(read: Read): Read {
  return (text) => (text.trim() === '' ? removed : read(text.trim()))
}

export function line(lengthMax: number): Read {
  return orRemoved((text) =>
    isLonger(text, lengthMax) || hasForbiddenCharacters(text, false)
      ? { problem: `must have at most ${lengthMax} characters, and no control characters` }
      : { value: text },
  )
}

export const required =
  (read: Read): Read =>
  (text) =>
    text.trim() === '' ? { problem: 'must not be empty' } : read(text)

export const webAddress: Read = orRemoved((text) =>
  text.startsWith('https://') && URL.canParse(text)
    ? line(urlMax)(text)
    : { problem: 'must be an https:// URL' },
)

export const emailAddress: Read = orRemoved((text) =>
  /^[^\s@]+@[^\s@]+$/.test(text) ? line(emailMax)(text) : { problem: 'must be an email address' },
)

/** As it is shown: digits, with the usual signs between them. */
export const phoneNumber: Read = orRemoved((text) =>
  text.length <= phoneMax && /^\+?[0-9 ().-]+$/.test(text) && text.replaceAll(/\D/g, '').length >= 5
    ? { value: text }
    : { problem: 'must be a phone number, such as +49 40 1234567' },
)

export const country: Read = orRemoved((text) =>
  isCountryCode(text)
    ? { value: text }
    : { problem: 'must be an ISO 3166-1 alpha-2 code in uppercase, such as DE' },
)

/** What card networks carry to bank statements. */
export const descriptor: Read = orRemoved((text) =>
  text.length <= descriptorMax && /^[ -~]+$/.test(text) && !/[<>\\'"*]/.test(text)
    ? { value: text }
    : {
        problem: `must have at most ${descriptorMax} characters: letters without accents, digits, spaces, and punctuation other than < > \\ ' " *`,
      },
)

/** As an adapter calls itself. */
export const acquirerName: Read = orRemoved((text) =>
  text.length <= acquirerNameMax && /^[ -~]+$/.test(text) ? { value: text } : { problem: 'must be a name' },
)

export const acquirerAccount: Read = orRemoved((text) =>
  isAcquirerAccount(text)
    ? { value: text }
    : { problem: `must be an ID of at most ${acquirerAccountMax} letters, digits, _, and -` },
)

export const color: Read = orRemoved((text) => {
  if (!isColor(text)) return { problem: 'must be a color, such as #2546d8' }
  const problem = accentProblem(text)
  return problem === null ? { value: text.toLowerCase() } : { problem }
})

export function oneOf(choices: readonly string[]): Read {
  return orRemoved((text) =>
    choices.includes(text) ? { value: text } : { problem: `must be one of ${choices.join(', ')}` },
  )
}

/** In whatever order, and repeated or not. */
export function listOf(known: readonly string[]): Read {
  return orRemoved((text) => {
    const given = text.split(',').map((name) => name.trim())
    return given.every((name) => known.includes(name))
      ? { value: known.filter((name) => given.includes(name)) }
      : { problem: `must be one or more of ${known.join(', ')}` }
  })
}

export const onOrOff: Read = orRemoved((text) =>
  text === 'on' || text === 'off' ? { value: text === 'on' } : { problem: 'must be on or off' },
)

export function integer(min: number, max: number): Read {
  return orRemoved((text) => {
    const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN
    return value >= min && value <= max ? { value } : { problem: `must be an integer from ${min} to ${max}` }
  })
}

export const language: Read = orRemoved((text) => {
  const found = languageOf(text)
  return found === null ? { problem: `must be one of ${languages.join(', ')}` } : { value: found }
})
