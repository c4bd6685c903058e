/** Every endpoint and every object, generated from the published description. */
import { type ErrorCode, errorCodes } from '../../api/api-error.ts'
import { exampleOf } from '../examples.ts'
import {
  type DescribedEndpoint,
  endpoints,
  type Field,
  fieldsOf,
  responseDescription,
  schemaNamed,
} from '../openapi.ts'
import { streamExample } from '../stream-example.ts'
import { Block, Examples, Json } from './code.tsx'
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
      <Examples
        example={operationId === 'streamEvents' ? streamExample(apiUrl) : exampleOf(operationId, apiUrl)}
      />
      <ResponseBody status={status ?? ''} content={success?.content ?? {}} />
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

type Content = NonNullable<DescribedEndpoint['operation']['responses'][string]['content']>

function ResponseBody({ status, content }: Readonly<{ status: string; content: Content }>) {
  const stream = content['text/event-stream']
  return stream === undefined ? (
    <Json title="Response" note={status} value={content['application/json']?.example} />
  ) : (
    <Block title="Response" note={status} text={stream.example} language="http" />
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
  {
    name: 'PaymentEventData',
    anchor: 'event-data',
    title: 'The data of an event about a payment',
    hasOptional: true,
  },
  {
    name: 'RefundEventData',
    anchor: 'refund-event-data',
    title: 'The data of an event about a refund',
    hasOptional: true,
  },
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
          <Fields of={anchor} fields={name === 'Event' ? eventFields() : fieldsOf(schemaNamed(name), true)} />
        </Section>
      ))}
    </>
  )
}

/** What all events have in common. */
function eventFields(): readonly Field[] {
  const texts: Readonly<Record<string, string>> = {
    type: 'What happened, such as `payment.succeeded`.',
    data: 'What it is about. Its members depend on the type.',
  }
  return fieldsOf(schemaNamed('PaymentSucceededEvent'), true).map((field) => ({
    ...field,
    description: texts[field.name] ?? field.description,
  }))
}

type SamplePayment = Readonly<{ card: unknown; refunds: readonly unknown[] }>

function codeOf(name: (typeof objects)[number]['name']) {
  const found = endpoints.find(({ operation }) => operation.operationId === 'refundPayment')
  const payment = found?.operation.responses['200']?.content?.['application/json']?.example as SamplePayment
  if (name === 'Payment') return { code: <Json title="A payment with a refund" value={payment} /> }
  if (name === 'Refund') return { code: <Json title="A refund" value={payment.refunds[0]} /> }
  if (name === 'Card') return { code: <Json title="A card" value={payment.card} /> }
  return {}
}
