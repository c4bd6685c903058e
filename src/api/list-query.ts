/** What the query parameters of all lists have in common: the page's length, its cursors, and the time of creation. */
import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { integerParameter } from './query.ts'

const limitDefault = 10
const limitMax = 100
const secondsMax = 999_999_999_999

/** `thing` is what the list contains, in the singular. If several are invalid, the first in the query's order is reported. */
export function pageParameters(thing: string) {
  const cursor = (description: string) => z.string().optional().meta({ description })
  return {
    limit: integerParameter(1, limitMax, `Number of ${thing}s per page.`).default(limitDefault),
    starting_after: cursor(
      `ID of the last ${thing} on the previous page. The page starts with the next older ${thing}.`,
    ),
    ending_before: cursor(
      `ID of the first ${thing} on the next page. The page ends with the next newer ${thing}. Cannot be combined with \`starting_after\`.`,
    ),
  }
}

export function createdParameters(thing: string) {
  const time = (words: string) =>
    integerParameter(0, secondsMax, `Only ${thing}s created ${words} this time, in Unix seconds.`).optional()
  return { 'created[gte]': time('at or after'), 'created[lt]': time('before') }
}

type Cursors = Readonly<{ starting_after?: string | undefined; ending_before?: string | undefined }>
type Created = Readonly<{ 'created[gte]'?: number | undefined; 'created[lt]'?: number | undefined }>

/** What the cursors name; `find` looks an ID up for the caller's key. */
export async function readCursors<Thing>(
  query: Cursors,
  thing: string,
  find: (id: string) => Promise<Thing | null>,
): Promise<Readonly<{ startingAfter: Thing | null; endingBefore: Thing | null }>> {
  const read = async (name: keyof Cursors): Promise<Thing | null> => {
    const id = query[name]
    if (id === undefined) return null
    const found = await find(id)
    if (found !== null) return found
    const message = `The parameter ${name} must be the ID of ${/^[aeiou]/.test(thing) ? 'an' : 'a'} ${thing} that this key can read.`
    throw new ApiError('parameter_invalid', message, name)
  }
  const startingAfter = await read('starting_after')
  const endingBefore = await read('ending_before')
  if (startingAfter !== null && endingBefore !== null) {
    const message = 'Use starting_after or ending_before, not both.'
    throw new ApiError('parameter_invalid', message, 'ending_before')
  }
  return { startingAfter, endingBefore }
}

export function createdRange(query: Created) {
  const from = query['created[gte]']
  const before = query['created[lt]']
  return {
    createdFromMs: from === undefined ? null : from * 1_000,
    createdBeforeMs: before === undefined ? null : before * 1_000,
  }
}
