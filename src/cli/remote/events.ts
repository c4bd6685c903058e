/** `flowlix events list|get|resend`. */
import { eventTypes } from '../../core/public-events.ts'
import type { Command, Context, Input } from '../command.ts'
import { counted } from '../counted.ts'
import { showTime } from '../read-time.ts'
import { table } from '../terminal.ts'
import { GatewayApi } from './gateway-api.ts'
import { json, readId, readInteger, readType } from './read-options.ts'
import { amountOf, paymentOf, type ReceivedEvent } from './received-event.ts'

const eventId = { name: 'event ID', meaning: 'The ID of the event, evt_...' }
const limits = { min: 1, max: 100, usual: 20 }

const listCommand: Command = {
  name: 'events list',
  settings: 'events',
  summary: 'List the newest events of a running gateway.',
  options: {
    type: { value: '<type>', meaning: `Only list events of this type: ${eventTypes.join(', ')}.` },
    payment: { value: '<id>', meaning: 'Only list events of this payment.' },
    limit: {
      value: '<n>',
      meaning: `Maximum number of events to list, up to ${limits.max}. Default: ${limits.usual}.`,
    },
    json,
  },
  examples: ['flowlix events list', 'flowlix events list --type payment.succeeded --limit 5 --json'],
  run: list,
}

const getCommand: Command = {
  name: 'events get',
  settings: 'events',
  summary: 'Print an event, as webhook endpoints receive it.',
  positionals: [eventId],
  options: { json: { value: null, meaning: 'Print it byte for byte, on one line.' } },
  examples: ['flowlix events get evt_01j1ndzr5x8kq2v7m3c4t6w9ya'],
  run: async ({ positionals: [id], switches }, { config, terminal }) => {
    const body = await new GatewayApi(config).text(`/v1/events/${readId('the event ID', 'evt', id)}`)
    if (switches.has('json')) terminal.out(body)
    else terminal.out(...JSON.stringify(JSON.parse(body), null, 2).split('\n'))
  },
}

const resendCommand: Command = {
  name: 'events resend',
  settings: 'events',
  summary: 'Send an event again, to webhook endpoints and to "flowlix listen".',
  details: [
    'It is sent once, with the same ID and without retries, and does not affect the health of an endpoint.',
  ],
  positionals: [eventId],
  options: {
    endpoint: {
      value: '<id>',
      meaning:
        'Only send it to this endpoint, even if it is disabled. Default: every enabled endpoint that subscribes to its type.',
    },
    json: { value: null, meaning: 'Print the deliveries as JSON, one per line.' },
  },
  examples: [
    'flowlix events resend evt_01j1ndzr5x8kq2v7m3c4t6w9ya',
    'flowlix events resend evt_01j1... --endpoint we_01j1...',
  ],
  run: resend,
}

export const eventCommands: readonly Command[] = [listCommand, getCommand, resendCommand]

async function list({ values, switches }: Input, { config, terminal }: Context): Promise<void> {
  const limit = readInteger('limit', values.limit, limits)
  const type = values.type === undefined ? undefined : readType(values.type, eventTypes)
  const query = { limit, type, payment: values.payment }
  const page = await new GatewayApi(config).get<Page>('/v1/events', query)
  const { data, has_more: hasMore } = page
  if (switches.has('json')) return terminal.out(...data.map((event) => JSON.stringify(event)))
  if (data.length === 0) return terminal.out('There are no such events.')
  const rows = data.map((event) => [
    showTime(event.created_at * 1_000),
    event.type,
    event.id,
    paymentOf(event),
    amountOf(event),
  ])
  terminal.out(...table(['TIME', 'TYPE', 'ID', 'PAYMENT', 'AMOUNT'], rows))
  if (hasMore) terminal.note(`There are more events: the newest ${limit} are shown. Use --limit to see more.`)
}

type Page = Readonly<{ data: readonly ReceivedEvent[]; has_more: boolean }>

async function resend(
  { positionals: [id], values, switches }: Input,
  { config, terminal }: Context,
): Promise<void> {
  const event = readId('the event ID', 'evt', id)
  const endpoint = values.endpoint === undefined ? undefined : readId('--endpoint', 'we', values.endpoint)
  const api = new GatewayApi(config)
  const body = endpoint === undefined ? {} : { webhook_endpoint: endpoint }
  const { data } = await api.post<Resent>(`/v1/events/${event}/resend`, body)
  if (switches.has('json')) return terminal.out(...data.map((delivery) => JSON.stringify(delivery)))
  const endpoints = data.map((delivery) => delivery.webhook_endpoint)
  if (endpoints.length === 0) {
    const advice = 'To send it to another one, name it with --endpoint.'
    return terminal.out(
      `${event} is not sent to any endpoint: no enabled endpoint subscribes to its type. ${advice}`,
    )
  }
  terminal.out(
    `${event} will be sent again to ${counted(endpoints.length, 'endpoint')}: ${endpoints.join(', ')}.`,
  )
}

type Resent = Readonly<{ data: readonly Readonly<{ webhook_endpoint: string }>[] }>
