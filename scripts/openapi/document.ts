/** The published description of the API as a whole, OpenAPI 3.1. */
import { readFileSync } from 'node:fs'
import type { Endpoint } from '../../src/api/endpoint.ts'
import { endpoints as allEndpoints } from '../../src/api/routes.ts'
import { type Operation, operations } from './operations.ts'
import { parametersOf } from './parameters.ts'
import { headers, responsesOf, sharedResponses } from './responses.ts'
import { componentSchemas, requestSchemaName } from './schemas.ts'

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** Everything that an endpoint takes comes from its declaration. */
export function openApiDocument(endpoints: readonly Endpoint[] = allEndpoints) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Flowlix',
      version: manifest.version,
      summary: 'Card payments with a hosted payment page.',
      description:
        'Create a session, send the customer to its page, and read the payment when the customer returns. Bodies are JSON, amounts are integers in minor units, and times are Unix seconds. In requests, null means the same as an absent field, unknown fields are ignored, unknown query parameters are refused, and integers must be written as integers: `2500`, not `2500.0` or `25e2`.',
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
    tags: [
      { name: 'Hosted payments', description: 'The customer enters the card on a page of the gateway.' },
      { name: 'Direct payments', description: 'Your own server handles the card and is in PCI scope.' },
      {
        name: 'Payments',
        description: 'What both kinds have in common: reading, listing, refunding and canceling.',
      },
    ],
    paths: paths(endpoints),
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
      responses: sharedResponses(),
      schemas: componentSchemas(),
    },
  }
}

/** As it is committed. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`
}

function paths(endpoints: readonly Endpoint[]): Record<string, Record<string, object>> {
  const result: Record<string, Record<string, object>> = {}
  for (const endpoint of endpoints) {
    const operation = operations[`${endpoint.method} ${endpoint.path}`]
    if (operation === undefined) throw new Error(`${endpoint.method} ${endpoint.path} is not described`)
    const path = endpoint.path.replaceAll(/:([a-z]+)/g, '{$1}')
    result[path] = { ...result[path], [endpoint.method.toLowerCase()]: describe(endpoint, operation) }
  }
  return result
}

function describe(endpoint: Endpoint, operation: Operation): object {
  const { operationId, tag, summary, description } = operation
  const parameters = parametersOf(endpoint)
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBodyOf(endpoint, operation),
    responses: responsesOf(operation, endpoint.method === 'POST'),
  }
}

function requestBodyOf({ body }: Endpoint, { requestExample }: Operation): object {
  if (typeof body === 'string') return {}
  const schema = { $ref: `#/components/schemas/${requestSchemaName(body)}` }
  const content = { 'application/json': { schema, example: requestExample } }
  return { requestBody: { required: true, content } }
}
