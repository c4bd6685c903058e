/**
 * Rules for strings, counted in Unicode code points, as schemas that also describe themselves. Every rule looks at the
 * length first: what runs over a string after that runs over a short one.
 */
import { z } from 'zod'
import { hasForbiddenCharacters, isLonger } from '../core/characters.ts'

export function isText(text: string, lengthMax: number, hasLines: boolean): boolean {
  return !isLonger(text, lengthMax) && !hasForbiddenCharacters(text, hasLines)
}

/** A string of one line that has the shape. */
export function shaped(shape: RegExp, lengthMax: number, message: string) {
  return z
    .string(message)
    .refine((text) => isText(text, lengthMax, false) && shape.test(text), message)
    .meta({ pattern: shape.source })
}

/** One line, not empty, without space around it. Controls are refused before trimming would take them away. */
export function line(lengthMax: number, description: string) {
  const message = `must be a string of 1 to ${lengthMax} characters, without control characters.`
  return trimmed(lengthMax, false, message).meta({ description, minLength: 1, maxLength: lengthMax })
}

/** Not empty, without space around it, possibly of several lines. */
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

/** Free text, possibly empty, possibly of several lines. */
export function freeText(lengthMax: number, description: string) {
  const message = freeTextMessage(lengthMax)
  return z
    .string(message)
    .refine((text) => isText(text, lengthMax, true), message)
    .meta({ description, maxLength: lengthMax })
}
