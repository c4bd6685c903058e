/** The published description, as the page reads it: operations in order, and every field of a schema with its limits. */
import description from '../../openapi.json' with { type: 'json' }
import sandboxDescription from '../../openapi-sandbox.json' with { type: 'json' }

export type Schema = Readonly<{
  $ref?: string
  type?: string | readonly string[]
  description?: string
  enum?: readonly unknown[]
  const?: unknown
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: boolean | Schema
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxProperties?: number
  default?: unknown
  format?: string
}>

type Media = Readonly<{ 'application/json': Readonly<{ schema: Schema; example?: unknown }> }>

export type Parameter = Readonly<{
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description: string
  schema: Schema
}>

type Operation = Readonly<{
  operationId: string
  summary: string
  description: string
  tags: readonly string[]
  parameters?: readonly Parameter[]
  requestBody?: Readonly<{ content: Media }>
  responses: Readonly<Record<string, DescribedResponse>>
}>

type DescribedResponse = Readonly<{
  $ref?: string
  description?: string
  content?: Partial<Media> & Readonly<{ 'text/event-stream'?: Readonly<{ example: string }> }>
}>

export type DescribedEndpoint = Readonly<{
  method: string
  path: string
  anchor: string
  operation: Operation
}>

type WebhookRequest = Readonly<{
  description: string
  parameters: readonly (Parameter & Readonly<{ example: string | number }>)[]
  requestBody: Readonly<{ content: Media }>
}>

type Description = Readonly<{
  info: Readonly<{ version: string }>
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  webhooks?: Readonly<Record<string, Readonly<{ post: WebhookRequest }>>>
  components: Readonly<{
    schemas: Readonly<Record<string, Schema>>
    responses: Readonly<Record<string, Readonly<{ description: string }>>>
  }>
}>

const api = description as unknown as Description
const sandbox = sandboxDescription as unknown as Description

export const { version } = api.info

export const endpoints = endpointsOf(api)

/** The calls that drive the sandbox in tests. */
export const sandboxEndpoints = endpointsOf(sandbox)

/** What is sent to webhook endpoints, by the type of the event. */
export const webhookRequests = Object.entries(api.webhooks ?? {}).map(([type, { post }]) => ({
  type,
  description: post.description,
  headers: post.parameters,
  example: post.requestBody.content['application/json'].example,
}))

function endpointsOf({ paths }: Description): readonly DescribedEndpoint[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      anchor: operation.operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      operation,
    })),
  )
}

/** The described example of a request's body; undefined for requests without one. */
export function requestExampleOf(operationId: string): unknown {
  const endpoint = endpoints.find(({ operation }) => operation.operationId === operationId)
  return endpoint?.operation.requestBody?.content['application/json'].example
}

/** The same description, with the address of this gateway. */
export function descriptionFor(apiUrl: string): string {
  return JSON.stringify({ ...description, servers: [{ url: apiUrl, description: 'This gateway.' }] })
}

export function schemaNamed(name: string): Schema {
  const schema = api.components.schemas[name] ?? sandbox.components.schemas[name]
  if (schema === undefined) throw new Error(`the description has no schema ${name}`)
  return schema
}

export function responseDescription(response: DescribedResponse): string {
  const name = response.$ref?.split('/').at(-1)
  return response.description ?? api.components.responses[name ?? '']?.description ?? ''
}

export type Field = Readonly<{
  /** With dots: `customer.email`. */
  name: string
  type: string
  presence: 'required' | 'optional' | 'required with its parent' | 'always'
  description: string
  limits: string | null
}>

/** Every field, including nested ones. `isResponse`: every key is always present. */
export function fieldsOf(schema: Schema, isResponse: boolean, prefix = '', isParentRequired = true): Field[] {
  const { properties = {}, required = [] } = resolve(schema)
  return Object.entries(properties).flatMap(([member, described]) => {
    const name = prefix + member
    // The page says once, for all requests, that null means the same as an absent field.
    const given = isResponse ? described : withoutNull(described)
    const target = resolve(given)
    const isRequired = required.includes(member)
    const field: Field = {
      name,
      type: typeName(given),
      presence: presenceOf(isResponse, isRequired, isParentRequired),
      description: given.description ?? target.description ?? '',
      limits: limitsOf(given),
    }
    // Objects in responses have their own sections.
    return isResponse ? [field] : [field, ...fieldsOf(target, isResponse, `${name}.`, isRequired)]
  })
}

function presenceOf(isResponse: boolean, isRequired: boolean, isParentRequired: boolean): Field['presence'] {
  if (isResponse) return 'always'
  if (!isRequired) return 'optional'
  return isParentRequired ? 'required' : 'required with its parent'
}

function withoutNull(schema: Schema): Schema {
  const { anyOf, type, ...rest } = schema
  if (anyOf !== undefined) return { ...rest, ...anyOf.find((one) => one.type !== 'null') }
  return typeof type === 'object' ? { ...rest, type: type.filter((one) => one !== 'null') } : schema
}

function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : schemaNamed(name)
}

export function typeName(schema: Schema): string {
  if (schema.$ref !== undefined) return typeName(resolve(schema))
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeName).join(' or ')
  if (schema.type === 'array') return `list of ${typeName(schema.items ?? {})}s`
  return typeof schema.type === 'string' ? schema.type : (schema.type ?? []).join(' or ')
}

export function limitsOf(schema: Schema): string | null {
  const parts: string[] = []
  const choices = schema.enum?.filter((choice) => choice !== null)
  if (choices !== undefined && choices.length <= 8)
    parts.push(`one of ${choices.map((choice) => `\`${String(choice)}\``).join(', ')}`)
  if (schema.maximum !== undefined) parts.push(`${schema.minimum ?? 0} to ${schema.maximum}`)
  if (schema.maxLength !== undefined)
    parts.push(
      schema.minLength === undefined
        ? `up to ${schema.maxLength} characters`
        : `${schema.minLength} to ${schema.maxLength} characters`,
    )
  if (schema.maxProperties !== undefined)
    parts.push(`up to ${schema.maxProperties} keys of 1 to 255 characters, values up to 500 characters`)
  if (schema.default !== undefined) parts.push(`${String(schema.default)} when not given`)
  return parts.length === 0 ? null : parts.join('; ')
}
