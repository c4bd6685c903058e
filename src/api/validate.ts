/** Validates a body or a query, and reports the first invalid field in the order of its schema. */
import type { z } from 'zod'
import { ApiError } from './api-error.ts'
import type { JsonObject } from './strict-json.ts'

export function validate<Schema extends z.ZodType>(schema: Schema, body: JsonObject): z.output<Schema> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  if (issue === undefined) throw new Error('a schema reported no issue')
  const param = issue.path.join('.')
  if (isAbsent(body, issue.path)) {
    throw new ApiError('parameter_missing', `The parameter ${param} is required.`, param)
  }
  throw new ApiError('parameter_invalid', `The parameter ${param} ${issue.message}`, param)
}

function isAbsent(body: JsonObject, path: readonly PropertyKey[]): boolean {
  let value: unknown = body
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return false
    value = (value as Record<PropertyKey, unknown>)[name]
  }
  return value === undefined
}
