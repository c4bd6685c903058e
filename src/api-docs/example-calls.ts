/** The requests that the page shows as examples. */

/** Where the customer returns to, in a shop that does not exist. */
export const exampleReturnUrl = 'https://shop.example.com/checkout/complete'
export const exampleKey = 'fl_test_sk_abc123def456'
export const exampleId = 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'
export const exampleEventId = 'evt_01j1ndzr5x8kq2v7m3c4t6w9ya'
export const exampleEndpointId = 'we_01j1ndzr5x8kq2v7m3c4t6w9ya'

export type Call = Readonly<{
  title: string
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  idempotencyKey?: string
  /** What the program prints, of one thing or of each in a list: its ID, and one more fact. */
  prints: Readonly<{ name: string; id?: string; fact: string; isList?: true }>
}>

const payment = { name: 'payment', fact: 'status' } as const
const event = { name: 'event', fact: 'type' } as const
const endpoint = { name: 'endpoint', fact: 'status' } as const
const delivery = { name: 'delivery', id: 'event', fact: 'status' } as const
const endpointPath = `/v1/webhook_endpoints/${exampleEndpointId}`

/** By operation ID. Their bodies are the examples of the published description. */
export const calls: Readonly<Record<string, Call>> = {
  createHostedPayment: {
    title: 'Create a session',
    method: 'POST',
    path: '/v1/payments/hpp',
    idempotencyKey: 'order-1042',
    prints: payment,
  },
  createDirectPayment: {
    title: 'Charge a card',
    method: 'POST',
    path: '/v1/payments',
    idempotencyKey: 'order-1043',
    prints: payment,
  },
  listPayments: {
    title: 'List payments',
    method: 'GET',
    path: '/v1/payments?status=succeeded&limit=3',
    prints: { ...payment, isList: true },
  },
  getPayment: {
    title: 'Retrieve a payment',
    method: 'GET',
    path: `/v1/payments/${exampleId}`,
    prints: payment,
  },
  refundPayment: {
    title: 'Refund part of a payment',
    method: 'POST',
    path: `/v1/payments/${exampleId}/refund`,
    idempotencyKey: 'refund-order-1042-1',
    prints: payment,
  },
  cancelPayment: {
    title: 'Cancel a payment',
    method: 'POST',
    path: `/v1/payments/${exampleId}/cancel`,
    idempotencyKey: 'cancel-order-1042',
    prints: payment,
  },
  listEvents: {
    title: 'List events',
    method: 'GET',
    path: '/v1/events?type=payment.succeeded&limit=3',
    prints: { ...event, isList: true },
  },
  getEvent: {
    title: 'Retrieve an event',
    method: 'GET',
    path: `/v1/events/${exampleEventId}`,
    prints: event,
  },
  resendEvent: {
    title: 'Send an event again',
    method: 'POST',
    path: `/v1/events/${exampleEventId}/resend`,
    idempotencyKey: 'resend-1',
    prints: { ...delivery, isList: true },
  },
  createWebhookEndpoint: {
    title: 'Create a webhook endpoint',
    method: 'POST',
    path: '/v1/webhook_endpoints',
    idempotencyKey: 'endpoint-1',
    prints: { ...endpoint, fact: 'secret' },
  },
  listWebhookEndpoints: {
    title: 'List webhook endpoints',
    method: 'GET',
    path: '/v1/webhook_endpoints',
    prints: { ...endpoint, isList: true },
  },
  getWebhookEndpoint: {
    title: 'Retrieve a webhook endpoint',
    method: 'GET',
    path: endpointPath,
    prints: endpoint,
  },
  updateWebhookEndpoint: {
    title: 'Subscribe to all types',
    method: 'POST',
    path: endpointPath,
    prints: endpoint,
  },
  deleteWebhookEndpoint: {
    title: 'Delete a webhook endpoint',
    method: 'DELETE',
    path: endpointPath,
    prints: { ...endpoint, fact: 'deleted' },
  },
  enableWebhookEndpoint: {
    title: 'Enable a webhook endpoint',
    method: 'POST',
    path: `${endpointPath}/enable`,
    prints: endpoint,
  },
  disableWebhookEndpoint: {
    title: 'Disable a webhook endpoint',
    method: 'POST',
    path: `${endpointPath}/disable`,
    prints: endpoint,
  },
  rollWebhookSecret: {
    title: 'Replace the signing secret',
    method: 'POST',
    path: `${endpointPath}/roll_secret`,
    idempotencyKey: 'roll-1',
    prints: { ...endpoint, fact: 'secret' },
  },
  testWebhookEndpoint: {
    title: 'Send a test event',
    method: 'POST',
    path: `${endpointPath}/test`,
    prints: delivery,
  },
  recoverDeliveries: {
    title: 'Recover missed deliveries',
    method: 'POST',
    path: `${endpointPath}/recover`,
    idempotencyKey: 'recover-1',
    prints: { name: 'recovery', id: 'recovered', fact: 'has_more' },
  },
  listDeliveries: {
    title: 'List deliveries that have failed',
    method: 'GET',
    path: `${endpointPath}/deliveries?status=failed`,
    prints: { ...delivery, isList: true },
  },
  getDelivery: {
    title: 'Retrieve a delivery',
    method: 'GET',
    path: `${endpointPath}/deliveries/${exampleEventId}`,
    prints: delivery,
  },
}
