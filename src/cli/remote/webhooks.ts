/** `flowlix webhooks list|create|test|recover|roll-secret`. */
import type { WebhookEndpoint } from '../../../client/src/api-types.ts'
import { publicEventTypes } from '../../core/public-events.ts'
import type { Command, Context, Input } from '../command.ts'
import { counted } from '../counted.ts'
import { readTime } from '../read-time.ts'
import { table } from '../terminal.ts'
import { GatewayApi } from './gateway-api.ts'
import { json, readId, readInteger, readTypes } from './read-options.ts'
import { testEndpoint } from './test-endpoint.ts'

const path = '/v1/webhook_endpoints'
const endpointId = { name: 'endpoint ID', meaning: 'The ID from "flowlix webhooks list", we_...' }
const rolling = { min: 0, max: 604_800 }
const dayS = 86_400

const listCommand: Command = {
  name: 'webhooks list',
  settings: 'webhooks',
  summary: 'List the webhook endpoints of a running gateway.',
  options: { json },
  examples: ['flowlix webhooks list'],
  run: list,
}

const createCommand: Command = {
  name: 'webhooks create',
  settings: 'webhooks',
  summary: 'Create a webhook endpoint and print its signing secret, once.',
  options: {
    url: { value: '<url>', meaning: 'Where events are sent.', isRequired: true },
    events: {
      value: '<types>',
      meaning: `Which events are sent, separated by commas: ${publicEventTypes.join(', ')}. Default: all of them, including later ones.`,
    },
    description: { value: '<text>', meaning: 'A description for your records.' },
    json: { value: null, meaning: 'Print the endpoint as JSON, with its secret.' },
  },
  examples: [
    'flowlix webhooks create --url https://shop.example.com/webhooks',
    'flowlix webhooks create --url http://localhost:3000/webhooks --events payment.succeeded,refund.failed --json',
  ],
  run: create,
}

const testCommand: Command = {
  name: 'webhooks test',
  settings: 'webhooks',
  summary: 'Send a test event to a webhook endpoint, and print how it responded.',
  positionals: [endpointId],
  options: { json: { value: null, meaning: 'Print the delivery with its attempts as JSON.' } },
  examples: ['flowlix webhooks test we_01j1ndzr5x8kq2v7m3c4t6w9ya'],
  run: ({ positionals: [id], switches }, { config, terminal }) =>
    testEndpoint(new GatewayApi(config), readId('the endpoint ID', 'we', id), terminal, switches.has('json')),
}

const recoverCommand: Command = {
  name: 'webhooks recover',
  settings: 'webhooks',
  summary: 'Resend everything that a webhook endpoint has missed.',
  details: [
    'These are the deliveries that have failed permanently, and those that were skipped while it was disabled.',
  ],
  positionals: [endpointId],
  options: {
    since: {
      value: '<time>',
      meaning: 'Only events since this time, such as 2027-01-31T12:00:00Z.',
      isRequired: true,
    },
    until: { value: '<time>', meaning: 'Only events before this time. Default: now.' },
    json: { value: null, meaning: 'Print the number of deliveries as JSON.' },
  },
  examples: ['flowlix webhooks recover we_01j1ndzr5x8kq2v7m3c4t6w9ya --since 2027-01-31'],
  run: recover,
}

const rollCommand: Command = {
  name: 'webhooks roll-secret',
  settings: 'webhooks',
  summary: 'Give a webhook endpoint a new signing secret and print it, once.',
  positionals: [endpointId],
  options: {
    'expires-in': {
      value: '<seconds>',
      meaning: `How many seconds the previous secret also signs, up to 7 days; 0 ends it immediately. Default: ${dayS}, one day.`,
    },
    json: { value: null, meaning: 'Print the endpoint as JSON, with its secret.' },
  },
  examples: ['flowlix webhooks roll-secret we_01j1ndzr5x8kq2v7m3c4t6w9ya --expires-in 3600'],
  run: rollSecret,
}

export const webhookCommands: readonly Command[] = [
  listCommand,
  createCommand,
  testCommand,
  recoverCommand,
  rollCommand,
]

async function list({ switches }: Input, { config, terminal }: Context): Promise<void> {
  const { data } = await new GatewayApi(config).get<Readonly<{ data: readonly WebhookEndpoint[] }>>(path, {
    limit: 100,
  })
  if (switches.has('json')) return terminal.out(...data.map((endpoint) => JSON.stringify(endpoint)))
  if (data.length === 0)
    return terminal.out('There are no webhook endpoints: create one with "flowlix webhooks create".')
  const rows = data.map(({ id, url, events, description, ...endpoint }) => [
    id,
    stateOf(endpoint),
    url ?? 'callback_url',
    events.join(','),
    description ?? '',
  ])
  terminal.out(...table(['ID', 'STATUS', 'URL', 'EVENTS', 'DESCRIPTION'], rows))
}

type State = Pick<WebhookEndpoint, 'status' | 'disabled_reason' | 'failing_since'>

function stateOf({ status, disabled_reason: reason, failing_since: failing }: State): string {
  if (status === 'disabled') return `disabled (${reason})`
  return failing === null ? status : 'failing'
}

async function create({ values, switches }: Input, { config, terminal }: Context): Promise<void> {
  const { url, description } = values
  const events = values.events === undefined ? undefined : readTypes(values.events, publicEventTypes)
  const endpoint = await new GatewayApi(config).post<WebhookEndpoint>(path, { url, events, description })
  if (switches.has('json')) return terminal.out(JSON.stringify(endpoint))
  terminal.out(endpoint.secret ?? '')
  terminal.note(`${endpoint.id} is created. This is its signing secret, which is shown only once.`)
}

async function recover(
  { positionals: [given], values, switches }: Input,
  { config, terminal }: Context,
): Promise<void> {
  const id = readId('the endpoint ID', 'we', given)
  const span = {
    since: readSeconds('since', values.since ?? ''),
    until: values.until === undefined ? undefined : readSeconds('until', values.until),
  }
  const api = new GatewayApi(config)
  let recovered = 0
  // Each call recovers so many at most.
  for (let hasMore = true; hasMore; ) {
    const done = await api.post<Recovery>(`${path}/${id}/recover`, span)
    recovered += done.recovered
    hasMore = done.has_more
  }
  terminal.out(
    switches.has('json')
      ? JSON.stringify({ object: 'webhook_recovery', recovered, has_more: false })
      : `${counted(recovered, 'event')} will be sent to ${id} again.`,
  )
}

type Recovery = Readonly<{ recovered: number; has_more: boolean }>

function readSeconds(option: string, text: string): number {
  return Math.floor(readTime(option, text) / 1_000)
}

async function rollSecret(
  { positionals: [given], values, switches }: Input,
  { config, terminal }: Context,
): Promise<void> {
  const id = readId('the endpoint ID', 'we', given)
  const seconds = readInteger('expires-in', values['expires-in'], { ...rolling, usual: dayS })
  const rolled = await new GatewayApi(config).post<WebhookEndpoint>(`${path}/${id}/roll_secret`, {
    expires_in: seconds,
  })
  if (switches.has('json')) return terminal.out(JSON.stringify(rolled))
  terminal.out(rolled.secret ?? '')
  const until = rolled.previous_secret_expires_at
  const previous =
    until === null
      ? 'The previous one no longer signs.'
      : `The previous one also signs until ${new Date(until * 1_000).toISOString()}.`
  terminal.note(`This is the new signing secret of ${id}, which is shown only once. ${previous}`)
}
