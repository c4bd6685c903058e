/**
 * What stands behind the question mark: one schema for all of it, as with bodies. A parameter that the endpoint does not
 * have is refused, because a misspelt filter that is ignored would let everything through.
 */
import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { noQuery } from './endpoint.ts'
import { validate } from './validate.ts'

/** Each name at most once, and none that is unknown. */
export function readQuery(query: string, schema: z.ZodObject): unknown {
  if (query === '' && schema === noQuery) return {}
  return validate(schema, valuesOf(query, schema))
}

function valuesOf(query: string, { shape }: z.ZodObject): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    if (!Object.hasOwn(shape, name)) throw new UnknownParameter(name)
    if (Object.hasOwn(values, name))
      throw new ApiError('parameter_invalid', `The parameter ${name} must be given once.`, name)
    values[name] = value
  }
  return values
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

/** Its `param` is a string of the sender's, which a log must not hold. */
export class UnknownParameter extends ApiError {
  constructor(name: string) {
    super('parameter_invalid', 'This endpoint has no such query parameter.', name)
  }
}
