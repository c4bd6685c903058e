/** Turns the schemas of `openapi.json` into TypeScript types. Throws for everything that this description does not use. */
import { readFileSync } from 'node:fs'
import type { Schema } from '../../src/api-docs/openapi.ts'

type Parameter = Readonly<{ name: string; in: string; description: string; schema: Schema }>

type Operation = Readonly<{ operationId: string; parameters?: readonly Parameter[] }>

type Description = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components: Readonly<{ schemas: Readonly<Record<string, Schema>> }>
}>

const lineWidthMax = 110
/** A union of all countries would help nobody. */
const choicesMax = 50

export function clientTypesText(): string {
  const json = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')
  const { paths, components } = JSON.parse(json) as Description
  const named = Object.entries(components.schemas).map(([name, schema]) => declaration(name, schema))
  const head =
    '/** Requests and responses of the API. Generated from openapi.json by scripts/client-types.ts; do not edit. */'
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  const text = [head, ...named, ...operations.flatMap(queryDeclaration)].join('\n\n')
  return `${text.replaceAll(' \n', '\n')}\n`
}

/** None where the operation has no query. */
function queryDeclaration({ operationId, parameters = [] }: Operation): readonly string[] {
  const query = parameters.filter((parameter) => parameter.in === 'query')
  if (query.length === 0) return []
  const entries = query.map(({ name, schema, description }) => [name, { ...schema, description }])
  const name = `${operationId[0]?.toUpperCase()}${operationId.slice(1)}Query`
  const description = `Query parameters of \`${operationId}\`.`
  return [declaration(name, { type: 'object', properties: Object.fromEntries(entries), description })]
}

function declaration(name: string, schema: Schema): string {
  return `${comment(schema.description, '')}export type ${name} = ${typeOf(schema, '', `export type ${name} = `.length)}`
}

function comment(description: string | undefined, indent: string): string {
  return description === undefined ? '' : `${indent}/** ${description.replaceAll('*/', '* /')} */\n`
}

/** `used` is the width of what precedes the type, so that long unions are broken like the formatter does it. */
function typeOf(schema: Schema, indent: string, used: number): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? ''
  if (schema.const !== undefined) return literal(schema.const)
  if ((schema.enum?.length ?? 0) > choicesMax) return 'string'
  if (schema.enum !== undefined) return union(schema.enum.map(literal), indent, used)
  if (schema.oneOf !== undefined) {
    const members = schema.oneOf.map((one) => typeOf(one, indent, used))
    return union(members, indent, used)
  }
  if (schema.anyOf !== undefined) return schema.anyOf.map((one) => typeOf(one, indent, used)).join(' | ')
  if (typeof schema.type === 'object')
    return schema.type.map((type) => typeOf({ ...schema, type }, indent, used)).join(' | ')
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    case 'integer':
      return 'number'
    case 'array':
      return `ReadonlyArray<${typeOf(schema.items ?? {}, indent, used)}>`
    case 'object':
      return objectType(schema, indent)
    default:
      throw new Error(`unknown type in the schema ${JSON.stringify(schema)}`)
  }
}

function union(members: readonly string[], indent: string, used: number): string {
  const onOneLine = members.join(' | ')
  if (used + onOneLine.length <= lineWidthMax) return onOneLine
  return members.map((member) => `\n${indent}  | ${member}`).join('')
}

function objectType(schema: Schema, indent: string): string {
  const { properties, required = [], additionalProperties } = schema
  if (properties === undefined) {
    const value =
      typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent, 0) : 'unknown'
    return `Readonly<Record<string, ${value}>>`
  }
  const members = Object.entries(properties).map(([name, member]) => {
    const head = `${indent}  ${/^\w+$/.test(name) ? name : literal(name)}${required.includes(name) ? '' : '?'}: `
    const value = required.includes(name)
      ? typeOf(member, `${indent}  `, head.length)
      : optional(member, `${indent}  `, head.length)
    return `${comment(member.description, `${indent}  `)}${head}${value}`
  })
  return `Readonly<{\n${members.join('\n')}\n${indent}}>`
}

/** An optional member may be undefined: JSON leaves it out. */
function optional(schema: Schema, indent: string, used: number): string {
  const { enum: choices = [] } = schema
  const isShown = choices.length > 0 && choices.length <= choicesMax
  return isShown
    ? union([...choices.map(literal), 'undefined'], indent, used)
    : `${typeOf(schema, indent, used)} | undefined`
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value)
}
