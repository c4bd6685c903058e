/** Every endpoint and every object, generated from the published description. */
import { type ErrorCode, errorCodes } from '../../api/api-error.ts'
import { exampleOf } from '../examples.ts'
import { type DescribedEndpoint, endpoints, fieldsOf, responseDescription, schemaNamed } from '../openapi.ts'
import { Examples, Json } from './code.tsx'
import { Fields, Parameters } from './fields.tsx'
import { Rich, Section } from './rich.tsx'

export function EndpointSections({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <>
      {endpoints.map((endpoint) => (
        <EndpointSection endpoint={endpoint} apiUrl={apiUrl} />
      ))}
    </>
  )
}

function EndpointSection({ endpoint, apiUrl }: Readonly<{ endpoint: DescribedEndpoint; apiUrl: string }>) {
  const { method, path, anchor, operation } = endpoint
  const { summary, description, parameters, requestBody, responses, operationId } = operation
  const schema = requestBody?.content['application/json'].schema
  const [status, success] = Object.entries(responses)[0] ?? []
  const code = (
    <>
      <Examples example={exampleOf(operationId, apiUrl)} />
      <Json title="Response" note={status ?? ''} value={success?.content?.['application/json'].example} />
    </>
  )
  return (
    <Section id={anchor} title={summary} code={code}>
      <p class="path">
        <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
      </p>
      <p>
        <Rich text={description} />
      </p>
      {schema === undefined ? null : (
        <>
          <h3>Body</h3>
          <Fields of={anchor} fields={fieldsOf(schema, false)} />
        </>
      )}
      {parameters === undefined ? null : (
        <>
          <h3>Parameters and headers</h3>
          <Parameters of={anchor} parameters={parameters} />
        </>
      )}
      <h3>Responses</h3>
      <ul class="responses">
        {Object.entries(responses).map(([responseStatus, response]) => (
          <li>
            <b class={responseStatus.startsWith('2') ? 'status good' : 'status'}>{responseStatus}</b>{' '}
            <ResponseText text={responseDescription(response)} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Errors are explained in one place, and their codes link to it. */
function ResponseText({ text }: Readonly<{ text: string }>) {
  const codes = [...text.matchAll(/`([a-z_]+)`:/g)].map(([, code]) => code as ErrorCode)
  const known = codes.filter((code) => errorCodes.includes(code))
  if (known.length === 0) {
    return (
      <span>
        <Rich text={text} />
      </span>
    )
  }
  return (
    <span>
      {known.map((code, i) => (
        <>
          {i === 0 ? '' : ', '}
          <a href={`#error-${code}`}>
            <code>{code}</code>
          </a>
        </>
      ))}
    </span>
  )
}

const objects = [
  { name: 'Payment', anchor: 'payment', title: 'The Payment object' },
  { name: 'Card', anchor: 'card', title: 'The card in a payment' },
  { name: 'Customer', anchor: 'customer', title: 'The customer in a payment' },
  { name: 'NextAction', anchor: 'next-action', title: 'The next action of a payment' },
  { name: 'Refund', anchor: 'refund', title: 'The Refund object' },
  { name: 'PaymentList', anchor: 'list', title: 'The list' },
  { name: 'WebhookEndpoint', anchor: 'webhook-endpoint', title: 'The Webhook endpoint object' },
  { name: 'WebhookDelivery', anchor: 'webhook-delivery', title: 'The Webhook delivery object' },
  { name: 'WebhookAttempt', anchor: 'webhook-attempt', title: 'The attempt of a delivery' },
  { name: 'Event', anchor: 'event', title: 'The Event object' },
  { name: 'EventData', anchor: 'event-data', title: 'The data of an event', hasOptional: true },
] as const

export function ObjectSections() {
  return (
    <>
      {objects.map(({ name, anchor, title, ...rest }) => (
        <Section id={anchor} title={title} {...codeOf(name)}>
          <p>
            <Rich text={schemaNamed(name).description ?? ''} />
            {'hasOptional' in rest ? '' : ' Every key is always present; an unknown value is null.'}
          </p>
          <Fields of={anchor} fields={fieldsOf(schemaNamed(name), true)} />
        </Section>
      ))}
    </>
  )
}

type SamplePayment = Readonly<{ card: unknown; refunds: readonly unknown[] }>

function codeOf(name: (typeof objects)[number]['name']) {
  const found = endpoints.find(({ operation }) => operation.operationId === 'refundPayment')
  const payment = found?.operation.responses['200']?.content?.['application/json'].example as SamplePayment
  if (name === 'Payment') return { code: <Json title="A payment with a refund" value={payment} /> }
  if (name === 'Refund') return { code: <Json title="A refund" value={payment.refunds[0]} /> }
  if (name === 'Card') return { code: <Json title="A card" value={payment.card} /> }
  return {}
}
