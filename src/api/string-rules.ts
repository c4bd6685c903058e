/**
 * Rules for strings, as schemas that also describe themselves. Lengths are counted in Unicode code points, and checked first,
 * so that everything else runs over a short string.
 */
import { z } from 'zod'
import { hasForbiddenCharacters, isLonger } from '../core/characters.ts'

export function isText(text: string, lengthMax: number, hasLines: boolean): boolean {
  return !isLonger(text, lengthMax) && !hasForbiddenCharacters(text, hasLines)
}

/** One line that matches a pattern. */
export function shaped(shape: RegExp, lengthMax: number, message: string) {
  return z
    .string(message)
    .refine((text) => isText(text, lengthMax, false) && shape.test(text), message)
    .meta({ pattern: shape.source })
}

/** One line, trimmed and not empty. Control characters are refused before trimming would remove them. */
export function line(lengthMax: number, description: string) {
  const message = `must be a string of 1 to ${lengthMax} characters, without control characters.`
  return trimmed(lengthMax, false, message).meta({ description, minLength: 1, maxLength: lengthMax })
}

/** One or more lines, trimmed and not empty. */
export function lines(lengthMax: number, description: string) {
  const message = `must be a string of 1 to ${lengthMax} characters, without control characters except tabs and line breaks.`
  return trimmed(lengthMax, true, message).meta({ description, minLength: 1, maxLength: lengthMax })
}

function trimmed(lengthMax: number, hasLines: boolean, message: string) {
  return z
    .string(message)
    .refine((text) => !hasForbiddenCharacters(text, hasLines), message)
    .trim()
    .refine((text) => text !== '' && !isLonger(text, lengthMax), message)
}

export function freeTextMessage(lengthMax: number): string {
  return `must be a string of up to ${lengthMax} characters, without control characters except tabs and line breaks.`
}

/** Zero or more lines, not trimmed. */
export function freeText(lengthMax: number, description: string) {
  const message = freeTextMessage(lengthMax)
  return z
    .string(message)
    .refine((text) => isText(text, lengthMax, true), message)
    .meta({ description, maxLength: lengthMax })
}
