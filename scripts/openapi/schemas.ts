/** The named schemas of the published description, from the schemas that check requests and describe responses. */
import { z } from 'zod'
import type { BodySchemas } from '../../src/api/endpoint.ts'
import type { DescribedApi } from './api.ts'
import { eventSchemas } from './webhook-requests.ts'

export type JsonSchema = { [key: string]: unknown }

const descriptions: Readonly<Record<string, string>> = {
  CreateHostedPayment: 'Parameters of a session on the hosted page.',
  CreateDirectPayment: 'Parameters of a payment with a card that your server handles.',
  CreateRefund: 'How much to refund, and why.',
  CreateWebhookEndpoint: 'Where to send events, and which ones.',
  UpdateWebhookEndpoint: 'What to change of an endpoint.',
  RollWebhookSecret: 'How long the previous secret also signs.',
  RecoverDeliveries: 'From which time on to send events again.',
  ResendEvent: 'Where to send an event again.',
  PaySandboxPayment: 'The card to pay with, and how the customer responds to the challenge.',
}

/** The name of a body is the name of its schema for test keys. */
export function requestSchemaName({ requestSchemas }: DescribedApi, { test }: BodySchemas): string {
  const named = Object.entries(requestSchemas).find(([, schema]) => schema === test)
  if (named === undefined) throw new Error('a request body has no name in scripts/openapi/api.ts')
  return named[0]
}

export function componentSchemas({
  requestSchemas,
  responseSchemas,
}: DescribedApi): Record<string, JsonSchema> {
  const described = Object.entries({
    ...mapValues(namedSchemas(requestSchemas, 'input'), withNulls),
    ...namedSchemas(responseSchemas, 'output'),
  }).map(([name, schema]) => {
    const description = descriptions[name] ?? schema.description
    return [name, { ...schema, description }] as const
  })
  return Object.fromEntries(described)
}

function mapValues<T, U>(object: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))
}

/** In requests, null means absence, so optional members may be null. The API removes nulls before it validates. */
function withNulls(schema: JsonSchema): JsonSchema {
  const required = (schema.required ?? []) as readonly string[]
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(
    ([name, property]) => [name, required.includes(name) ? property : orNullToo(property)],
  )
  return { ...schema, properties: Object.fromEntries(properties) }
}

function orNullToo(schema: JsonSchema): JsonSchema {
  const { additionalProperties, ...rest } = schema
  if (schema.type === undefined) return { anyOf: [schema, { type: 'null' }] }
  const entries = additionalProperties as JsonSchema | undefined
  return {
    ...rest,
    type: [schema.type, 'null'],
    ...(entries === undefined ? {} : { additionalProperties: { ...entries, type: [entries.type, 'null'] } }),
  }
}

function namedSchemas(named: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, {
    io,
    // Metadata is checked by hand; its schema is in its own description.
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
  })
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, tidy(schema) as JsonSchema]),
  )
}

/** OpenAPI 3.1 has `examples`. Removes what only zod needs. */
function tidy(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(tidy)
  if (typeof node !== 'object' || node === null) return node
  const { $schema, $id, example, properties, ...rest } = node as JsonSchema
  const tidied: JsonSchema = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, tidy(value)]),
  )
  if (properties !== undefined) tidied.properties = tidyEach(properties as JsonSchema)
  if (example !== undefined) tidied.examples = [example]
  if (tidied.maximum === Number.MAX_SAFE_INTEGER) delete tidied.maximum
  if (isAnyText(tidied.propertyNames)) delete tidied.propertyNames
  return withDiscriminator(orNull(tidied))
}

/** For generators of code, which find the member of a union by it. */
function withDiscriminator(schema: JsonSchema): JsonSchema {
  if (!Array.isArray(schema.oneOf)) return schema
  const members = schema.oneOf as { $ref: string }[]
  const mapping = Object.fromEntries(
    members.map(({ $ref }) => [typeByName[$ref.split('/').at(-1) ?? ''] ?? '', $ref]),
  )
  return { ...schema, discriminator: { propertyName: 'type', mapping } }
}

const typeByName: Readonly<Record<string, string>> = mapValues(eventSchemas, ({ shape }) => shape.type.value)

/** Names of properties are not keywords, whatever they are called. */
function tidyEach(properties: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, tidy(schema)]))
}

function isAnyText(schema: unknown): boolean {
  return JSON.stringify(schema) === '{"type":"string"}'
}

/** Replaces `anyOf [a value, null]` with a list of types, which is shorter and which tools display better. */
function orNull(schema: JsonSchema): JsonSchema {
  const [value, none] = Array.isArray(schema.anyOf) ? (schema.anyOf as JsonSchema[]) : []
  if (none?.type !== 'null' || typeof value?.type !== 'string') return schema
  const { anyOf: _, ...rest } = schema
  const choices = Array.isArray(value.enum) ? { enum: [...value.enum, null] } : {}
  return { ...value, ...choices, type: [value.type, 'null'], ...rest }
}
