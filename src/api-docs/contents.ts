/** The table of contents, in the order of the page. */
import { endpoints } from './openapi.ts'

type Entry = Readonly<{ anchor: string; title: string; method?: string }>

export const contents: readonly Readonly<{ title: string; entries: readonly Entry[] }>[] = [
  {
    title: 'Start',
    entries: [
      { anchor: 'overview', title: 'Overview' },
      { anchor: 'quickstart', title: 'Your first payment' },
      { anchor: 'requests', title: 'Requests and responses' },
      { anchor: 'authentication', title: 'Authentication' },
      { anchor: 'idempotency', title: 'Idempotent requests' },
      { anchor: 'rate-limits', title: 'Rate limits' },
    ],
  },
  {
    title: 'Take a payment',
    entries: [
      { anchor: 'create', title: 'Create a session' },
      { anchor: 'redirect', title: 'Send the customer' },
      { anchor: 'return', title: 'The customer returns' },
      { anchor: 'verify', title: 'Verify, then deliver' },
      { anchor: 'statuses', title: 'Statuses' },
      { anchor: 'pci-scope', title: 'PCI scope' },
      { anchor: 'hosted-page', title: 'The hosted page' },
      { anchor: 'test-cards', title: 'Test cards' },
      { anchor: 'testing', title: 'Test your integration' },
      { anchor: 'testing-ci', title: 'In CI' },
      { anchor: 'testing-browser', title: 'In a browser' },
    ],
  },
  {
    title: 'Events and webhooks',
    entries: [
      { anchor: 'webhooks', title: 'Receive events' },
      { anchor: 'event-types', title: 'Event types' },
      { anchor: 'webhook-request', title: 'The request' },
      { anchor: 'webhook-receivers', title: 'Complete receivers' },
      { anchor: 'webhook-retries', title: 'Retries and order' },
      { anchor: 'webhook-rotation', title: 'Replace a secret' },
      { anchor: 'webhook-missed', title: 'After an outage' },
      { anchor: 'webhook-local', title: 'Local development' },
    ],
  },
  {
    title: 'Endpoints',
    entries: endpoints.map(({ anchor, method, operation }) => ({ anchor, method, title: operation.summary })),
  },
  {
    title: 'Objects',
    entries: [
      { anchor: 'payment', title: 'Payment' },
      { anchor: 'card', title: 'Card' },
      { anchor: 'customer', title: 'Customer' },
      { anchor: 'next-action', title: 'Next action' },
      { anchor: 'refund', title: 'Refund' },
      { anchor: 'list', title: 'List' },
      { anchor: 'event', title: 'Event' },
      { anchor: 'event-data', title: 'Payment event data' },
      { anchor: 'refund-event-data', title: 'Refund event data' },
      { anchor: 'webhook-endpoint', title: 'Webhook endpoint' },
      { anchor: 'webhook-delivery', title: 'Webhook delivery' },
      { anchor: 'webhook-attempt', title: 'Delivery attempt' },
    ],
  },
  {
    title: 'More',
    entries: [
      { anchor: 'errors', title: 'Errors' },
      { anchor: 'error-codes', title: 'Error codes' },
      { anchor: 'decline-codes', title: 'Decline codes' },
      { anchor: 'client', title: 'Typed client' },
      { anchor: 'further', title: 'In the repository' },
      { anchor: 'decisions', title: 'Behavior notes' },
    ],
  },
]
