/**
 * Everything that the API accepts is in its published description, and the other way around: paths, queries, headers, and
 * fields of bodies. The API must also behave like that: it refuses other parameters, and reads no other headers.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Described, type DescribedApi, merchantApi, sandboxApi } from '../../scripts/openapi/api.ts'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { openTestApp, origin, type TestApp } from '../../verification/app/test-app.ts'
import { readerOfHeaders } from './reader-of-headers.ts'

type Schema = Readonly<{
  $ref?: string
  properties?: Readonly<Record<string, Schema>>
  anyOf?: readonly Schema[]
}>
type Parameter = Readonly<{ name: string; in: 'path' | 'query' | 'header' }>
type Operation = Readonly<{
  parameters?: readonly Parameter[]
  requestBody?: Readonly<{ content: Readonly<Record<string, Readonly<{ schema: Schema }>>> }>
}>
type Description = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components: Readonly<{ schemas: Readonly<Record<string, Schema>> }>
}>

let app: TestApp

beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

/** Every message of HTTP has these, or they are the description's security scheme. */
const transport = ['authorization', 'content-length', 'content-type', 'host', 'transfer-encoding']

describe.each([merchantApi, sandboxApi])('$file', (api) => {
  const description = readDescription(api)

  it('describes every endpoint, and nothing else', () => {
    const described = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.sort()).toEqual([...api.endpoints, ...api.streams].map(nameOf).sort())
  })

  describe.each([...api.endpoints, ...api.streams].map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    '%s',
    (_, endpoint) => {
      const operation = description.paths[templateOf(endpoint)]?.[endpoint.method.toLowerCase()] ?? {}
      const named = (place: Parameter['in']) =>
        (operation.parameters ?? []).filter((parameter) => parameter.in === place).map(({ name }) => name)
      const path = endpoint.path.replaceAll(/:([a-z_]+)/g, 'some_id')

      it('accepts the described part of the path', () => {
        const parts = endpoint.path.split('/').filter((part) => part.startsWith(':'))
        expect(parts).toEqual(named('path').map((name) => `:${name}`))
      })

      it('accepts the described query parameters, and refuses others', async () => {
        expect(Object.keys(endpoint.query.shape)).toEqual(named('query'))
        for (const name of named('query')) expect(await refusedParameter(endpoint, path, name)).not.toBe(name)
        expect(await refusedParameter(endpoint, path, 'undescribed')).toBe('undescribed')
      })

      it('reads the described headers, and no others', async () => {
        const reader = readerOfHeaders(requestTo(endpoint, path))
        await app.app.fetch(reader.request)
        const read = reader.names().filter((name) => !transport.includes(name))
        expect(read).toEqual(named('header').map((name) => name.toLowerCase()))
      })

      it('accepts the described fields of the body', () => {
        const schema = operation.requestBody?.content['application/json']?.schema
        const described = schema === undefined ? [] : fieldsOf(schema, description)
        const { body } = endpoint
        const taken = typeof body === 'string' ? [] : [body.test, body.live].map(fieldsOfSchema)
        for (const fields of taken) expect(fields).toEqual(described)
        expect(taken.length > 0).toBe(described.length > 0)
      })
    },
  )
})

function readDescription({ file }: DescribedApi): Description {
  return JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as Description
}

function templateOf({ path }: Described): string {
  return path.replaceAll(/:([a-z_]+)/g, '{$1}')
}

function nameOf(endpoint: Described): string {
  return `${endpoint.method} ${templateOf(endpoint)}`
}

function requestTo(endpoint: Described, path: string): Request {
  const headers = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }
  const body = endpoint.method === 'POST' ? { body: '{}' } : {}
  return new Request(`${origin}${path}`, { method: endpoint.method, headers, ...body })
}

async function refusedParameter(endpoint: Described, path: string, name: string): Promise<unknown> {
  const response = await app.app.fetch(requestTo(endpoint, `${path}?${encodeURIComponent(name)}=x`))
  const { error } = (await response.json()) as { error?: { param: string; message: string } }
  return error?.message === 'Unknown query parameter.' ? error.param : null
}

/** With dots, members of members too. */
function fieldsOf(schema: Schema, { components }: Description): readonly string[] {
  const name = schema.$ref?.split('/').at(-1)
  if (name !== undefined) return fieldsOf(components.schemas[name] ?? {}, { paths: {}, components })
  const members = Object.entries(schema.properties ?? {}).flatMap(([member, described]) => [
    member,
    ...fieldsOf(described, { paths: {}, components }).map((inner) => `${member}.${inner}`),
  ])
  return [
    ...members,
    ...(schema.anyOf ?? []).flatMap((choice) => fieldsOf(choice, { paths: {}, components })),
  ]
}

function fieldsOfSchema(schema: z.ZodType): readonly string[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  return fieldsOf(json as Schema, { paths: {}, components: { schemas: {} } })
}
