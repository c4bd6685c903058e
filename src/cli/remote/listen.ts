/** `flowlix listen`: shows events as they happen, and forwards them to the shop on this machine. */
import { eventTypes } from '../../core/public-events.ts'
import { listenSecret } from '../../webhooks/listen-secret.ts'
import type { Command, Context, Input } from '../command.ts'
import { UsageError } from '../mistakes.ts'
import { readForwardUrl, readHeaders } from './forward-options.ts'
import { GatewayApi } from './gateway-api.ts'
import { listenTo, type Wish } from './listening.ts'
import { readTypes } from './read-options.ts'
import { readSince } from './stream-start.ts'

const pausesMs = [1_000, 5_000, 15_000]
const timeoutMs = 30_000

export const listenCommand: Command = {
  name: 'listen',
  settings: 'listen',
  summary: 'Show the events of a running gateway as they happen, and forward them to your shop.',
  details: [
    'Events are forwarded as webhooks, with both signatures. The signing secret is derived from the API key, so it is the same each time: put it into the settings of your shop once. Events are forwarded one after the other. If forwarding fails, it is tried again after 1, 5, and 15 seconds.',
    'While the gateway is restarted, the command waits for it, and then continues after the last event. Ctrl-C ends it.',
  ],
  options: {
    'forward-to': {
      value: '<url>',
      meaning:
        'The URL to forward events to. Without a scheme, as in localhost:3000/webhooks, it is an http:// URL.',
    },
    events: {
      value: '<types>',
      meaning: `Only events of these types, separated by commas: ${eventTypes.join(', ')}. Default: all except tests.`,
    },
    header: {
      value: '<name:value>',
      meaning: 'An additional header of forwarded requests. Can be specified several times.',
      isRepeatable: true,
    },
    since: {
      value: '<time|evt_...>',
      meaning: 'Begin with the events since this time or after this event. Default: now.',
    },
    'skip-verify': {
      value: null,
      meaning: 'Accept any certificate from the server that events are forwarded to.',
    },
    'no-retry': { value: null, meaning: 'Forward each event only once.' },
    json: {
      value: null,
      meaning:
        'Print events as JSON, one per line, to standard output, and everything else to standard error.',
    },
    'print-secret': { value: null, meaning: 'Only print the signing secret.' },
  },
  examples: [
    'flowlix listen --forward-to localhost:3000/webhooks',
    'flowlix listen --events payment.succeeded,refund.succeeded --since 2026-11-26T12:00:00Z --json',
    'WEBHOOK_SECRET=$(flowlix listen --print-secret) node shop.js',
  ],
  run: listen,
}

async function listen(input: Input, { config, terminal }: Context): Promise<void> {
  const api = new GatewayApi(config)
  const secret = listenSecret(api.key)
  const wish = readWish(input, secret)
  if (input.switches.has('print-secret')) return terminal.out(secret)
  if (api.mode === 'live')
    terminal.alarm('This is a live key: the events are about real payments, and contain personal data.')
  await listenTo(api, wish, terminal)
}

function readWish({ values, lists, switches }: Input, secret: string): Wish {
  const shown = values['forward-to'] ?? null
  const headers = readHeaders(lists.header ?? [])
  for (const option of ['header', 'skip-verify', 'no-retry'])
    if (shown === null && (option in lists || switches.has(option)))
      throw new UsageError(`--${option} has an effect only with --forward-to`)
  return {
    since: readSince(values.since),
    types: values.events === undefined ? null : readTypes(values.events),
    target:
      shown === null
        ? null
        : {
            ...{ url: readForwardUrl(shown), secret, headers, timeoutMs },
            skipsVerification: switches.has('skip-verify'),
            shown: readForwardUrl(shown).href,
          },
    pausesMs: switches.has('no-retry') ? [] : pausesMs,
    asJson: switches.has('json'),
  }
}
