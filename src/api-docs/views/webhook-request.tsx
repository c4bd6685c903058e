/** The request that carries an event. Its signatures are those of the body that is shown. */
import { endpoints, webhookRequests } from '../openapi.ts'
import { Block } from './code.tsx'
import { Parameters } from './fields.tsx'
import { Rich, Section } from './rich.tsx'

function requestText(): string {
  const [request] = webhookRequests
  if (request === undefined) throw new Error('the description has no webhooks')
  const headers = request.headers.map(({ name, example }) => `${name}: ${example}`)
  return [
    'POST /webhooks HTTP/1.1',
    'Host: shop.example.com',
    'Content-Type: application/json',
    'User-Agent: Flowlix-Webhooks/1',
    ...headers,
    '',
    JSON.stringify(request.example),
  ].join('\n')
}

/** So that readers can try their own code with the example. */
function exampleSecret(): string {
  const found = endpoints.find(({ operation }) => operation.operationId === 'createWebhookEndpoint')
  const created = found?.operation.responses['201']?.content?.['application/json']?.example
  return (created as Readonly<{ secret: string }>).secret
}

export function WebhookRequest() {
  return (
    <Section
      id="webhook-request"
      title="The request"
      code={
        <>
          <Block title="Request to your server" language="http" text={requestText()} />
          <Block title="The secret that it was signed with" language="http" text={exampleSecret()} />
        </>
      }
    >
      <p>
        <Rich text="The body is the event as JSON. It is the same in every attempt, byte for byte, and the same as in `GET /v1/events/{id}`." />
      </p>
      <Parameters of="webhook-request" parameters={webhookRequests[0]?.headers ?? []} />
      <h3>Verify a request</h3>
      <ol>
        <li>
          Take the body as it arrived, before anything parses it. A body that was parsed and serialized again
          has different bytes, so no signature matches.
        </li>
        <li>
          <Rich text="Refuse it if `webhook-timestamp` is more than five minutes from now: someone may have recorded an old request." />
        </li>
        <li>
          <Rich text="Compute the signature of `{webhook-id}.{webhook-timestamp}.{body}`, and compare it with each one in `webhook-signature`, in constant time. One match is enough." />
        </li>
        <li>If none matches, respond with 400 and do nothing else.</li>
      </ol>
      <p>
        The signatures in this example are correct: with this secret, and with the clock set to the time of
        the request, your code must accept it.
      </p>
      <p>
        <Rich text="`flowlix-client` does this in `verifyWebhook`. The three headers follow Standard Webhooks, for which libraries exist in many languages. `Flowlix-Signature` contains the same in one header. You need to verify only one of the two." />
      </p>
    </Section>
  )
}
