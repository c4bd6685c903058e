/** `flowlix trigger`: makes an event really happen, and waits until the gateway tells of it. */
import { amountMinorMax, currencies } from '../../core/money.ts'
import { type PublicEventType, publicEventTypes } from '../../core/public-events.ts'
import type { Command, Context, Input } from '../command.ts'
import { exitStatus, Refused, UsageError } from '../mistakes.ts'
import { type Terminal, table } from '../terminal.ts'
import { Arrivals } from './arrivals.ts'
import { GatewayApi } from './gateway-api.ts'
import { makeEvent, type Wanted } from './make-event.ts'
import { readDuration, readInteger, readPairs, readType } from './read-options.ts'
import { amountOf, paymentOf } from './received-event.ts'
import { cardNames, declineCodesOfCards, numberOf, readCard, readDeclineCode } from './trigger-cards.ts'
import { type Way, ways } from './trigger-types.ts'

const amounts = { min: 1, max: amountMinorMax, usual: 2_500 }
/** As the exit status of who waited. */
const lateStatus = 2
const counts = { min: 1, max: 1_000, usual: 1 }

export const triggerCommand: Command = {
  name: 'trigger',
  settings: 'trigger',
  summary: 'Make an event happen in a running gateway, with a real test payment.',
  details: [
    'The command pays with a test card, or opens a session, through the public API. It waits for the event and prints it. Without a type, it lists the types.',
    'Exit status 1 means that something went wrong, and 2 that the event did not arrive in time. Live keys are refused.',
  ],
  positionals: [
    { name: 'type', meaning: 'The type of the event, such as payment.succeeded.', isOptional: true },
  ],
  options: {
    amount: { value: '<n>', meaning: `The amount, in minor units. Default: ${amounts.usual}.` },
    currency: { value: currencies.join('|'), meaning: 'The currency. Default: eur.' },
    description: { value: '<text>', meaning: 'The description of the payment.' },
    email: { value: '<address>', meaning: 'The email address of a test customer.' },
    metadata: {
      value: '<name=value>',
      meaning: 'Metadata of the payment. Can be specified several times.',
      isRepeatable: true,
    },
    'decline-code': {
      value: '<code>',
      meaning: `Why a payment.failed is declined: ${declineCodesOfCards.join(', ')}.`,
    },
    card: {
      value: '<name|number>',
      meaning: `The test card, for types that charge one: ${cardNames.join(', ')}.`,
    },
    count: {
      value: '<n>',
      meaning: `How many events to trigger, up to ${counts.max}. Default: ${counts.usual}.`,
    },
    wait: {
      value: '<duration>',
      meaning: 'How long to wait for each event, such as 500ms, 10s, or 2m. Default: 10s.',
    },
    json: { value: null, meaning: 'Print the events as JSON, one per line.' },
  },
  examples: [
    'flowlix trigger payment.succeeded',
    'flowlix trigger payment.failed --decline-code insufficient_funds',
    'flowlix trigger refund.succeeded --amount 1000 --metadata order_id=1042 --json',
  ],
  run: trigger,
}

async function trigger(input: Input, { config, terminal }: Context): Promise<number> {
  const [name] = input.positionals
  if (name === undefined) return list(terminal)
  const wanted = readWanted(readType(name, publicEventTypes), input)
  const count = readInteger('count', input.values.count, counts)
  const api = new GatewayApi(config)
  if (api.mode === 'live')
    throw new Refused('Events can be triggered only with a test key, and FLOWLIX_API_KEY is a live key.')
  const arrivals = new Arrivals()
  await arrivals.open(api)
  try {
    for (let made = 0; made < count; made++) {
      const arrival = await makeEvent(api, arrivals, wanted)
      if (arrival === null) return late(wanted, terminal)
      const { event, body } = arrival
      const words = [event.type, event.id, paymentOf(event), amountOf(event)]
      terminal.out(input.switches.has('json') ? body : words.join('  '))
    }
    return exitStatus.done
  } finally {
    arrivals.close()
  }
}

function list({ out }: Terminal): number {
  out(
    ...table(
      ['TYPE', 'HOW'],
      Object.entries<Way>(ways).map(([type, { how }]) => [type, how]),
    ),
  )
  return exitStatus.done
}

function late({ type, waitMs }: Wanted, { note }: Terminal): number {
  note(`flowlix: ${type} did not arrive within ${waitMs / 1_000} s.`)
  return lateStatus
}

function readWanted(type: PublicEventType, { values, lists }: Input): Wanted {
  const { description, email, currency = 'eur', wait = '10s' } = values
  if (!currencies.some((known) => known === currency))
    throw new UsageError(`--currency must be one of ${currencies.join(', ')}`)
  return {
    type,
    number: readNumber(type, values),
    terms: {
      amount: readInteger('amount', values.amount, amounts),
      currency,
      ...(description !== undefined && { description }),
      ...(email !== undefined && { customer: { ...customer, email } }),
      ...(lists.metadata && { metadata: readPairs('metadata', lists.metadata) }),
    },
    waitMs: readDuration('wait', wait),
  }
}

function readNumber(type: PublicEventType, values: Input['values']): string | null {
  const { card, 'decline-code': declineCode } = values
  const { card: usual }: Way = ways[type]
  if (declineCode !== undefined && type !== 'payment.failed')
    throw new UsageError('--decline-code has an effect only with payment.failed')
  if (declineCode !== undefined && card !== undefined)
    throw new UsageError('--decline-code and --card name two cards: use only one of them')
  if (card !== undefined && usual === null) throw new UsageError(`--card has no effect with ${type}`)
  if (declineCode !== undefined) return readDeclineCode(declineCode)
  if (card !== undefined) return readCard(card)
  return usual === null ? null : numberOf(usual)
}

/** A customer needs everything or nothing. */
const customer = {
  first_name: 'Test',
  last_name: 'Customer',
  address: 'Test Street 1',
  city: 'Berlin',
  zip: '10117',
  country: 'DE',
  phone: '+491709876543',
}
