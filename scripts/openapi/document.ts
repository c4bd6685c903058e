/** The description of an API as a whole, OpenAPI 3.1. */
import { readFileSync } from 'node:fs'
import type { Described, DescribedApi } from './api.ts'
import type { Operation } from './operation.ts'
import { parametersOf } from './parameters.ts'
import { headers, responsesOf, sharedResponses } from './responses.ts'
import { componentSchemas, requestSchemaName } from './schemas.ts'

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** Everything that an endpoint takes comes from its declaration. */
export function openApiDocument(api: DescribedApi) {
  return {
    openapi: '3.1.0',
    info: {
      title: api.title,
      version: manifest.version,
      summary: api.summary,
      description: api.description,
      contact: { name: 'The operator of your gateway' },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: '{origin}',
        description: 'Where your gateway runs.',
        variables: {
          origin: {
            default: 'http://localhost:4242',
            description: 'The local sandbox unless you change it.',
          },
        },
      },
    ],
    security: [{ secretKey: [] }],
    tags: api.tags,
    paths: paths(api),
    ...(api.webhooks === null ? {} : { webhooks: api.webhooks }),
    components: {
      securitySchemes: {
        secretKey: {
          type: 'http',
          scheme: 'bearer',
          description:
            'Your secret key. It begins with `fl_test_sk_` or `fl_live_sk_`, which decides the mode. Keep it on your server.',
        },
      },
      headers,
      responses: sharedResponses(api),
      schemas: componentSchemas(api),
    },
  }
}

/** As it is committed. */
export function openApiText(api: DescribedApi): string {
  return `${JSON.stringify(openApiDocument(api), null, 2)}\n`
}

function paths(api: DescribedApi): Record<string, Record<string, object>> {
  const result: Record<string, Record<string, object>> = {}
  for (const endpoint of api.streams.reduce(placed, api.endpoints)) {
    const operation = api.operations[`${endpoint.method} ${endpoint.path}`]
    if (operation === undefined) throw new Error(`${endpoint.method} ${endpoint.path} is not described`)
    const path = endpoint.path.replaceAll(/:([a-z_]+)/g, '{$1}')
    result[path] = { ...result[path], [endpoint.method.toLowerCase()]: describe(api, endpoint, operation) }
  }
  return result
}

/** Behind the endpoint of the same kind. */
function placed(endpoints: readonly Described[], stream: Described): readonly Described[] {
  const parent = stream.path.slice(0, stream.path.lastIndexOf('/'))
  const at = endpoints.findLastIndex(({ path }) => path === parent || path === `${parent}/:id`)
  return endpoints.toSpliced(at + 1, 0, stream)
}

function describe(api: DescribedApi, endpoint: Described, operation: Operation): object {
  const { operationId, tag, summary, description, headers: ownHeaders = [] } = operation
  const parameters = [...parametersOf(endpoint), ...ownHeaders]
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBodyOf(api, endpoint, operation),
    responses: responsesOf(operation, endpoint.method === 'POST'),
  }
}

function requestBodyOf(
  api: DescribedApi,
  { body, isBodyOptional }: Described,
  { requestExample }: Operation,
): object {
  if (typeof body === 'string') return {}
  const schema = { $ref: `#/components/schemas/${requestSchemaName(api, body)}` }
  const content = { 'application/json': { schema, example: requestExample } }
  return { requestBody: { required: isBodyOptional !== true, content } }
}
