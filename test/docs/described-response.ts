/** What openapi.json says about a response, and what a real one lacks of it. */
import { readFileSync } from 'node:fs'

type Header = Readonly<{ $ref?: string; required?: boolean }>
type Described = Readonly<{ $ref?: string; headers?: Readonly<Record<string, Header>> }>
type Schema = Readonly<{ properties: Readonly<Record<string, Readonly<Record<string, unknown>>>> }>
type Description = Readonly<{
  paths: Readonly<
    Record<string, Readonly<Record<string, { responses: Readonly<Record<string, Described>> }>>>
  >
  components: Readonly<{
    headers: Readonly<Record<string, Header>>
    responses: Readonly<Record<string, Described>>
    schemas: Readonly<Record<string, Schema>>
  }>
}>

const file = new URL('../../openapi.json', import.meta.url)
export const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as Description

function named<T>(all: Readonly<Record<string, T>>, given: T & { $ref?: string }): T {
  const name = given.$ref?.split('/').at(-1)
  return name === undefined ? given : (all[name] as T)
}

/** Of an operation and a status. */
function describedHeaders(method: string, path: string, status: number): Readonly<Record<string, Header>> {
  const response = paths[path]?.[method.toLowerCase()]?.responses[status]
  if (response === undefined) throw new Error(`${status} is not described for ${method} ${path}`)
  const { headers = {} } = named(components.responses, response)
  return Object.fromEntries(
    Object.entries(headers).map(([name, header]) => [name, named(components.headers, header)]),
  )
}

/** The headers that are said to be present and are not. Throws if the status is not described, or has no headers. */
export function missingHeaders(method: string, path: string, response: Response): readonly string[] {
  const headers = Object.entries(describedHeaders(method, path, response.status))
  if (headers.length === 0) throw new Error(`no headers are described for ${method} ${path}`)
  return headers
    .filter(([name, { required }]) => required === true && !response.headers.has(name))
    .map(([name]) => name)
}
