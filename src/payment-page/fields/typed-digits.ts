/** Reads digits as people and their keyboards write them: in every script, with spaces and hyphens. */
import { asciiDigits } from '../../core/card/digits.ts'

/** Spaces, hyphens and dashes of all kinds, dots, and the invisible marks that come along when copying. */
const separators = /[\s\p{Pd}\p{Cf}.\u2212]/gu
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
