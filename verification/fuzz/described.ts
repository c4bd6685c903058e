/** What the published descriptions say that the API takes: a new parameter or field is fuzzed without being named here. */
import api from '../../openapi.json' with { type: 'json' }
import sandbox from '../../openapi-sandbox.json' with { type: 'json' }

type Schema = Readonly<{
  $ref?: string
  type?: string | readonly string[]
  examples?: readonly unknown[]
  enum?: readonly unknown[]
  anyOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  minimum?: number
}>
type Parameter = Readonly<{ name: string; in: string; schema: Schema }>
type Operation = Readonly<{
  parameters?: readonly Parameter[]
  requestBody?: Readonly<{ content: Readonly<Record<string, Readonly<{ schema: Schema }>>> }>
  responses: Readonly<Record<string, Readonly<{ content?: Readonly<Record<string, unknown>> }>>>
}>
type Description = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components: Readonly<{ schemas: Readonly<Record<string, Schema>> }>
}>

export type DescribedRequest = Readonly<{
  method: string
  /** With `{id}` where the ID of a payment stands. */
  path: string
  queryNames: readonly string[]
  headerNames: readonly string[]
  /** A body that is right, with those of its optional fields that are wanted; null where none is taken. */
  body: ((wants: (field: string) => boolean) => unknown) | null
}>

export const describedRequests: readonly DescribedRequest[] = [api, sandbox].flatMap((description) =>
  requestsOf(description as unknown as Description),
)

/** Values that a parameter takes. */
export const describedValues: readonly string[] = [
  ...new Set(
    [api, sandbox]
      .flatMap((description) => operationsOf(description as unknown as Description))
      .flatMap(({ operation }) => operation.parameters ?? [])
      .flatMap(({ schema }) => schema.enum ?? schema.examples ?? [schema.minimum ?? 10])
      .map(String),
  ),
]

function operationsOf({ paths }: Description) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

function requestsOf(description: Description): readonly DescribedRequest[] {
  return operationsOf(description)
    .filter(ends)
    .map(({ method, path, operation }) => {
      const named = (place: string) =>
        (operation.parameters ?? []).filter((parameter) => parameter.in === place).map(({ name }) => name)
      const schema = operation.requestBody?.content['application/json']?.schema
      const { schemas } = description.components
      return {
        method,
        path,
        queryNames: named('query'),
        headerNames: named('header').map((name) => name.toLowerCase()),
        body: schema === undefined ? null : (wants) => sampleOf(schema, schemas, wants),
      }
    })
}

/** The fuzzer waits for the end of each response. */
function ends({ operation }: Readonly<{ operation: Operation }>): boolean {
  return !('text/event-stream' in (operation.responses[200]?.content ?? {}))
}

function sampleOf(
  schema: Schema,
  schemas: Description['components']['schemas'],
  wants: (field: string) => boolean,
): unknown {
  const name = schema.$ref?.split('/').at(-1)
  const target = name === undefined ? schema : (schemas[name] ?? {})
  const [choice] = target.anyOf ?? []
  if (choice !== undefined) return sampleOf(choice, schemas, wants)
  const { properties, required = [], examples, enum: choices, items } = target
  if (properties !== undefined) {
    const members = Object.entries(properties).filter(([field]) => required.includes(field) || wants(field))
    return Object.fromEntries(members.map(([field, member]) => [field, sampleOf(member, schemas, wants)]))
  }
  if (items !== undefined) return [sampleOf(items, schemas, wants)]
  const [sample] = examples ?? choices ?? []
  if (sample !== undefined) return sample
  return [target.type].flat().includes('integer') ? (target.minimum ?? 1) : 'text'
}
