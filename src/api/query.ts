/**
 * What stands behind the question mark: a schema for each parameter, as with bodies, for the check and for the
 * published description. A parameter that the endpoint does not have is refused, because a misspelt filter that is
 * ignored answers with everything.
 */
import { z } from 'zod'
import { ApiError } from './api-error.ts'

export type QueryParameters = Readonly<Record<string, z.ZodType>>

/** Each name at most once, and none that is unknown. */
export function readQuery(url: string, known: QueryParameters): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  const start = url.indexOf('?')
  if (start < 0) return values
  const fragment = url.indexOf('#')
  for (const [name, value] of new URLSearchParams(url.slice(start, fragment < 0 ? undefined : fragment))) {
    if (!Object.hasOwn(known, name)) throw new UnknownParameter(name)
    if (values.has(name)) throw invalid(name, 'must be given once.')
    values.set(name, value)
  }
  return values
}

/** Undefined where it is not given. */
export function parameterOf<Known extends QueryParameters, Name extends keyof Known & string>(
  query: ReadonlyMap<string, string>,
  known: Known,
  name: Name,
): z.output<Known[Name]> | undefined {
  const text = query.get(name)
  if (text === undefined) return undefined
  const result = (known[name] as z.ZodType<z.output<Known[Name]>>).safeParse(text)
  if (result.success) return result.data
  throw invalid(name, result.error.issues[0]?.message ?? 'is not valid.')
}

const integerDigitsMax = 12
const integerShape = /^(?:0|[1-9][0-9]{0,11})$/

/** Twelve digits hold every Unix time until the year 33658. */
export function integerParameter(min: number, max: number, description: string) {
  const message = `must be an integer from ${min} to ${max}.`
  return z
    .string()
    .refine((text) => text.length <= integerDigitsMax && integerShape.test(text), message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message)
    .meta({ description, type: 'integer', minimum: min, maximum: max })
}

/** Its `param` is a text of the sender's, which a log must not hold. */
export class UnknownParameter extends ApiError {
  constructor(name: string) {
    super('parameter_invalid', 'This endpoint has no such query parameter.', name)
  }
}

export function invalid(name: string, problem: string): ApiError {
  return new ApiError('parameter_invalid', `The parameter ${name} ${problem}`, name)
}
