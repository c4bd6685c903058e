/** Reads digits as people and their keyboards write them: full-width, Arabic-Indic, with spaces and hyphens. */

/** Spaces of all kinds, hyphens and dashes of all kinds, and the invisible marks that come along when copying. */
const separators = /[\s\-\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060\u2066-\u2069\u2212\ufeff]/g
const zeros = [0x0660, 0x06f0, 0x0966, 0xff10]

/** Same length, every known digit as ASCII. */
export function asciiDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/g, (char) => {
    const code = char.charCodeAt(0)
    return String(code - (zeros.findLast((zero) => zero <= code) ?? code))
  })
}

/** Without the separators that belong to a card number; whatever else is in it stays. */
export function bare(text: string): string {
  return asciiDigits(text).replace(separators, '')
}

export function onlyDigits(text: string): string {
  return asciiDigits(text).replace(/\D/g, '')
}

export type Typed = Readonly<{ value: string; caret: number }>
/** How the text got its new value: by adding, by Backspace, or by Delete. */
export type Edit = 'insert' | 'backward' | 'forward'
