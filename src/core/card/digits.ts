/** Digits as people, keyboards, and programs write them. */

/** Numbers beyond ASCII: decimal digits of every script, and superscript, circled, or full-width forms of ours. */
const foreignNumber = /[^\P{N}0-9]/gu
const asciiDigit = /^[0-9]$/
const decimalDigit = /^\p{Nd}$/u
/** It is invisible, so it belongs to no digit and separates none. */
const filler = '\u2060'

/** The same text with every digit in ASCII. Its length stays the same, so that positions in it are positions in the text. */
export function asciiDigits(text: string): string {
  return text.replace(foreignNumber, (char) => {
    const digit = digitOf(char)
    return digit === null ? char : `${digit}${filler.repeat(char.length - 1)}`
  })
}

function digitOf(char: string): string | null {
  const plain = char.normalize('NFKC')
  if (asciiDigit.test(plain)) return plain
  if (!decimalDigit.test(char)) return null
  // Unicode keeps the ten digits of a script together, and the sets of ten next to each other.
  const code = Number(char.codePointAt(0))
  let zero = code
  while (decimalDigit.test(String.fromCodePoint(zero - 1))) zero--
  return String((code - zero) % 10)
}
