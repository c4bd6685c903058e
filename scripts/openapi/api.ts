/** What is described: the merchant API, and the calls that drive the sandbox, which are not part of it. */
import type { z } from 'zod'
import type { Endpoint } from '../../src/api/endpoint.ts'
import * as events from '../../src/api/event-schemas.ts'
import * as requests from '../../src/api/request-schemas.ts'
import * as responses from '../../src/api/response-schemas.ts'
import { endpoints } from '../../src/api/routes.ts'
import { streamEndpoint } from '../../src/api/serve-stream.ts'
import * as webhooks from '../../src/api/webhooks/endpoint-schemas.ts'
import { sandboxEndpoints } from '../../src/sandbox-control/endpoints.ts'
import { payRequest } from '../../src/sandbox-control/requests.ts'
import { sandboxResponse } from '../../src/sandbox-control/responses.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'
import { sandboxOperations } from './sandbox-operations.ts'
import { eventSchemas, webhookRequests } from './webhook-requests.ts'

/** What is described of an endpoint. */
export type Described = Pick<Endpoint, 'method' | 'path' | 'query' | 'body' | 'isBodyOptional'>

type NamedSchemas = Readonly<Record<string, z.ZodType>>

export type DescribedApi = Readonly<{
  /** The file that holds the description, at the root of the repository. */
  file: string
  title: string
  summary: string
  description: string
  tags: readonly Readonly<{ name: Operation['tag']; description: string }>[]
  endpoints: readonly Endpoint[]
  /** Responses that do not end, which are served beside the endpoints. */
  streams: readonly Described[]
  /** The requests that the gateway sends. */
  webhooks: Readonly<Record<string, object>> | null
  /** By method and path, as the router has them. */
  operations: Readonly<Record<string, Operation>>
  requestSchemas: NamedSchemas
  responseSchemas: NamedSchemas
}>

const paymentSchemas = {
  Payment: responses.paymentResponse,
  Card: responses.cardResponse,
  Customer: responses.customerResponse,
  Refund: responses.refundResponse,
  NextAction: responses.nextActionResponse,
}

const errorSchemas = { ErrorDetail: responses.errorDetailResponse, Error: responses.errorResponse }

export const merchantApi: DescribedApi = {
  file: 'openapi.json',
  title: 'Flowlix',
  summary: 'Card payments with a hosted payment page.',
  description:
    'Create a session, send the customer to its page, and read the payment when the customer returns. Events tell your server about everything else that happens; `webhooks` describes the requests that it receives. Bodies are JSON, amounts are integers in minor units, and times are Unix seconds. In requests, null means the same as an absent field, unknown fields are ignored, unknown query parameters are rejected, and integers must be written as integers: `2500`, not `2500.0` or `25e2`.',
  tags: [
    { name: 'Hosted payments', description: 'The customer enters the card on a page of the gateway.' },
    { name: 'Direct payments', description: 'Your own server handles the card and is in PCI DSS scope.' },
    {
      name: 'Payments',
      description: 'What both kinds have in common: retrieving, listing, refunding, and canceling.',
    },
    { name: 'Events', description: 'What has happened to your payments, kept for a limited time.' },
    {
      name: 'Webhooks',
      description: 'Where events are sent, and the outcome of each delivery.',
    },
  ],
  endpoints,
  streams: [streamEndpoint],
  webhooks: webhookRequests,
  operations,
  requestSchemas: {
    CreateHostedPayment: requests.hostedPayment.test,
    CreateDirectPayment: requests.directPayment.test,
    CreateRefund: requests.refund,
    CustomerDetails: requests.customer,
    CardDetails: requests.card,
    CreateWebhookEndpoint: webhooks.createEndpointBody,
    UpdateWebhookEndpoint: webhooks.updateEndpointBody,
    RollWebhookSecret: webhooks.rollSecretBody,
    RecoverDeliveries: webhooks.recoverBody,
    ResendEvent: webhooks.resendBody,
  },
  responseSchemas: {
    ...paymentSchemas,
    PaymentList: responses.paymentListResponse,
    Event: events.eventResponse,
    ...eventSchemas,
    PaymentEventData: events.paymentEventData,
    RefundEventData: events.refundEventData,
    TestEventData: events.testEventData,
    EventRefund: events.eventRefundResponse,
    EventList: events.eventListResponse,
    WebhookEndpoint: webhooks.endpointResponse,
    DeletedWebhookEndpoint: webhooks.deletedEndpointResponse,
    WebhookEndpointList: webhooks.endpointListResponse,
    WebhookDelivery: webhooks.deliveryResponse,
    FullWebhookDelivery: webhooks.fullDeliveryResponse,
    WebhookAttempt: webhooks.attemptResponse,
    WebhookDeliveryList: webhooks.deliveryListResponse,
    WebhookRecovery: webhooks.recoveryResponse,
    ...errorSchemas,
  },
}

export const sandboxApi: DescribedApi = {
  file: 'openapi-sandbox.json',
  title: 'Flowlix sandbox',
  summary: 'Calls that drive the sandbox in tests.',
  description:
    'For tests of your integration: these calls do what a customer does, without a browser. They exist only in the sandbox, require a test key, and are not part of the API; anywhere else they return 404.',
  tags: [{ name: 'Sandbox', description: 'What a customer does, without a browser.' }],
  endpoints: sandboxEndpoints(() => {
    throw new Error('nothing is called to describe it')
  }),
  streams: [],
  webhooks: null,
  operations: sandboxOperations,
  requestSchemas: { PaySandboxPayment: payRequest, CardDetails: requests.card },
  responseSchemas: { SandboxPayment: sandboxResponse, ...paymentSchemas, ...errorSchemas },
}
