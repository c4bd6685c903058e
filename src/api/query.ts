/**
 * The query parameters of a request, validated by one schema like a body. Unknown parameters are refused: if a misspelled
 * filter were ignored, the list would contain everything.
 */
import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { noQuery } from './endpoint.ts'
import { validate } from './validate.ts'

/** Refuses unknown and repeated parameters. */
export function readQuery(query: string, schema: z.ZodObject): unknown {
  if (query === '' && schema === noQuery) return {}
  return validate(schema, valuesOf(query, schema))
}

function valuesOf(query: string, { shape }: z.ZodObject): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    if (!Object.hasOwn(shape, name)) throw new UnknownParameter(name)
    if (Object.hasOwn(values, name))
      throw new ApiError('parameter_invalid', `The parameter ${name} must be sent only once.`, name)
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

/** Its `param` comes from the sender, so it must not be logged. */
export class UnknownParameter extends ApiError {
  constructor(name: string) {
    super('parameter_invalid', 'Unknown query parameter.', name)
  }
}
