/** Rules for texts, counted in Unicode code points, as schemas that also describe themselves. */
import { z } from 'zod'

/** Code units are at most twice the code points, so most texts need no counting. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** C0 controls. Tab and newline are characters of free text, of nothing else. */
export function hasControls(text: string, isFreeText: boolean): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 && !(isFreeText && (code === 0x09 || code === 0x0a))) return true
  }
  return false
}

export function isText(text: string, lengthMax: number, isFreeText: boolean): boolean {
  if (text.length > lengthMax && (text.length > 2 * lengthMax || codePoints(text) > lengthMax)) return false
  return !hasControls(text, isFreeText) && text.isWellFormed()
}

/** One line, not empty, without space around it. Controls are refused before trimming would take them away. */
export function line(lengthMax: number, description: string) {
  const message = `must be a text of 1 to ${lengthMax} characters.`
  return z
    .string(message)
    .refine((text) => !hasControls(text, false), message)
    .trim()
    .min(1, message)
    .refine((text) => isText(text, lengthMax, false), message)
    .meta({ description, maxLength: lengthMax })
}

/** Free text, possibly of several lines. */
export function freeText(lengthMax: number, description: string) {
  const message = `must be a text of up to ${lengthMax} characters.`
  return z
    .string(message)
    .refine((text) => isText(text, lengthMax, true), message)
    .meta({ description, maxLength: lengthMax })
}
