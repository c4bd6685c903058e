/** The requests that the gateway sends to webhook endpoints, one for each type of event. */
import { eventResponses } from '../../src/api/event-schemas.ts'
import type { EventType } from '../../src/core/public-events.ts'
import { signatureHeaders } from '../../src/webhooks/sign.ts'
import { eventExample } from './event-examples.ts'
import { exampleSecret } from './examples.ts'

/** `payment.requires_action` is PaymentRequiresActionEvent. */
function schemaNameOf(type: EventType): string {
  const words = type.split(/[._]/).map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
  return `${words.join('')}Event`
}

type EventSchema = (typeof eventResponses)[number]

const typeOf = ({ shape }: EventSchema): EventType => shape.type.value

export const eventSchemas: Readonly<Record<string, EventSchema>> = Object.fromEntries(
  eventResponses.map((schema) => [schemaNameOf(typeOf(schema)), schema]),
)

function requestOf(schema: EventSchema): object {
  const type = typeOf(schema)
  const name = schemaNameOf(type)
  const example = eventExample(type)
  return {
    operationId: `receive${name}`,
    tags: ['Webhooks'],
    summary: type,
    description: schema.description,
    // The signature is in the headers, and there is no key.
    security: [],
    parameters: headersOf(JSON.stringify(example), example),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` }, example } },
    },
    responses: {
      '2XX': { description: 'You have the event. Respond within 15 seconds, before you do anything else.' },
      '410': { description: 'The endpoint no longer exists. It is disabled immediately.' },
      default: { description: 'Anything else is a failure, even a redirect: the event is sent again later.' },
    },
  }
}

const descriptions: Readonly<Record<string, string>> = {
  'webhook-id': 'ID of the event. The same in every attempt, so use it to recognize a repeated one.',
  'webhook-timestamp': 'When this attempt was signed, in Unix seconds. Refuse it after five minutes.',
  'webhook-signature':
    '`v1,` and the HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}` in base64, as in Standard Webhooks. The key is the part of the secret after `whsec_`, decoded from base64. While the secret is being replaced, there are two signatures with a space between them.',
  'Flowlix-Signature':
    '`t=` and the time, `,v1=` and the HMAC-SHA256 of `{t}.{body}` in lowercase hexadecimal. The key is the secret itself, including `whsec_`. While the secret is being replaced, a second `,v1=` follows.',
}

/** With signatures that match the example. */
function headersOf(body: string, { id, created_at }: ReturnType<typeof eventExample>): readonly object[] {
  const atMs = (created_at + 1) * 1_000
  const signed = signatureHeaders({ id, atMs, body, secrets: [exampleSecret] })
  return Object.entries(signed).map(([name, value]) => ({
    name,
    in: 'header',
    required: true,
    description: descriptions[name],
    schema: name === 'webhook-timestamp' ? { type: 'integer', minimum: 0 } : { type: 'string' },
    example: name === 'webhook-timestamp' ? Number(value) : value,
  }))
}

/** By the type of the event. */
export const webhookRequests: Readonly<Record<string, object>> = Object.fromEntries(
  eventResponses.map((schema) => [typeOf(schema), { post: requestOf(schema) }]),
)
