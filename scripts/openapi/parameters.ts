/** The parameters of an endpoint, read from its declaration. */
import { z } from 'zod'
import type { Described } from './api.ts'
import { endpointId, eventId, pathId } from './examples.ts'
import type { JsonSchema } from './schemas.ts'

/** By the path before them. */
const idParameters = [
  { before: '/deliveries/:event_id', thing: 'event', example: eventId },
  { before: '/events/:id', thing: 'event', example: eventId },
  { before: '/webhook_endpoints/:id', thing: 'endpoint', example: endpointId },
  { before: '/payments/:id', thing: 'payment', example: pathId },
] as const

function pathParameters(path: string): readonly object[] {
  const named = [...path.matchAll(/:([a-z_]+)/g)]
  return named.map(([text, name]) => {
    const upTo = path.slice(0, path.indexOf(text) + text.length)
    const known = idParameters.find(({ before }) => upTo.endsWith(before))
    if (known === undefined) throw new Error(`the parameter ${name} of ${path} is not described`)
    const { thing, example } = known
    const schema = { type: 'string', examples: [example] }
    return { name, in: 'path', required: true, description: `ID of the ${thing}.`, schema }
  })
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes the request safe to retry: the first 2xx response is kept for 24 hours and returned again. Use one key of printable ASCII characters for each thing that you want to happen.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$', examples: ['order-1042'] },
}

export function parametersOf({ method, path, query }: Described): readonly object[] {
  return [...pathParameters(path), ...queryParameters(query), ...(method === 'POST' ? [idempotencyKey] : [])]
}

function queryParameters(query: z.ZodObject): readonly object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input' })
  return Object.entries(properties).map(([name, described]) => {
    const { description, ...rest } = described as JsonSchema
    const schema = { ...rest, ...defaultOf(query, name) }
    return { name, in: 'query', required: required.includes(name), description, schema }
  })
}

/** Zod leaves it out of the schema, because it is not a string like the input. */
function defaultOf({ shape }: z.ZodObject, name: string): JsonSchema {
  const schema = shape[name]
  return schema instanceof z.ZodDefault ? { default: schema.def.defaultValue } : {}
}
