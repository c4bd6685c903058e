/** Digits as people, keyboards, and programs write them. */

/** Numbers beyond ASCII: decimal digits of every script, and superscript, circled, or full-width forms of ours. */
const foreignNumber = /[^\P{N}0-9]/gu
const decimalDigit = /^\p{Nd}$/u
/** It is invisible, so it belongs to no digit and separates none. */
const filler = '\u2060'

/** The same text with every digit in ASCII. Its length stays the same, so that positions in it are positions in the text. */
export function asciiDigits(text: string): string {
  return text.replace(foreignNumber, (char) => {
    const plain = char.normalize('NFKC')
    if (!decimalDigit.test(plain)) return char
    // Unicode keeps the ten digits of a script together, and the sets of ten next to each other.
    let value = 0
    while (decimalDigit.test(String.fromCodePoint(Number(plain.codePointAt(0)) - value - 1))) value++
    return String(value % 10) + filler.repeat(char.length - 1)
  })
}
