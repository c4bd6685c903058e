/** `flowlix sandbox pay|expire|leave`: acts as the customer of a running sandbox, over HTTP. */
import { documentedTestKey } from '../api/documented-key.ts'
import { testCards } from '../core/card/test-cards.ts'
import { isPaymentId } from '../core/payment/payment-id.ts'
import type { Command, Context, Input, Option } from './command.ts'
import { Refused, UsageError } from './mistakes.ts'

const paymentId = { name: 'payment ID', meaning: 'The ID that the API returned, pay_...' }
const choices = ['pass', 'fail', 'cancel']

const options = {
  key: {
    value: '<key>',
    meaning: `The merchant's secret test key. Default: ${documentedTestKey}.`,
  },
} as const satisfies Readonly<Record<string, Option>>

const payCommand: Command = {
  name: 'sandbox pay',
  settings: 'sandbox',
  summary: 'Pay an open session of a running sandbox, as a customer would.',
  details: [`Test cards: ${testCards.map(({ name }) => name).join(', ')}.`],
  positionals: [paymentId],
  options: {
    'test-card': { value: '<name>', meaning: 'The name of the test card. Default: approved.' },
    challenge: {
      value: 'pass|fail|cancel',
      meaning: "How the customer responds to the issuer's challenge. Without it, the challenge stays open.",
    },
    ...options,
  },
  examples: [
    'flowlix sandbox pay pay_b2c3d4e5-f6a7-8901-bcde-f23456789012',
    'flowlix sandbox pay pay_b2c3... --test-card insufficient_funds',
    'flowlix sandbox pay pay_b2c3... --test-card challenge --challenge fail',
  ],
  run: (input, context) => ask('pay', readPay(input), input, context),
}

const expireCommand: Command = {
  name: 'sandbox expire',
  settings: 'sandbox',
  summary: 'Expire an open session of a running sandbox immediately.',
  positionals: [paymentId],
  options,
  examples: ['flowlix sandbox expire pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'],
  run: (input, context) => ask('expire', {}, input, context),
}

const leaveCommand: Command = {
  name: 'sandbox leave',
  settings: 'sandbox',
  summary: 'Leave an open session of a running sandbox, as a customer who presses "Cancel and return".',
  positionals: [paymentId],
  options,
  examples: ['flowlix sandbox leave pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'],
  run: (input, context) => ask('leave', {}, input, context),
}

export const sandboxCommands: readonly Command[] = [payCommand, expireCommand, leaveCommand]

function readPay({ values }: Input): Readonly<Record<string, string>> {
  const { 'test-card': card, challenge } = values
  if (card !== undefined && !testCards.some(({ name }) => name === card))
    throw new UsageError('--test-card must be the name of a test card')
  if (challenge === undefined) return { test_card: card ?? 'approved' }
  if (!choices.includes(challenge)) throw new UsageError('--challenge must be pass, fail, or cancel')
  return card === undefined ? { challenge } : { test_card: card, challenge }
}

type Result = Readonly<{ payment: object; return_url: string | null }>
type Failure = Readonly<{ error?: Readonly<{ message?: string }> }>

async function ask(action: string, body: object, input: Input, { config, terminal }: Context): Promise<void> {
  const [id = ''] = input.positionals
  if (!isPaymentId(id)) throw new UsageError('the payment ID must look like pay_...')
  const response = await post(`${config.apiUrl}/sandbox/v1/payments/${id}/${action}`, body, input.values.key)
  const text = await response.text()
  if (!response.ok)
    throw new Refused(failureOf(text) ?? `The gateway responded with status ${response.status}.`)
  const { payment, return_url } = JSON.parse(text) as Result
  terminal.out(...JSON.stringify(payment, null, 2).split('\n'))
  if (return_url !== null) terminal.note(`The browser would go to ${return_url}`)
}

async function post(url: string, body: object, key: string = documentedTestKey): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  try {
    return await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  } catch {
    throw new Refused(
      `No gateway responds at ${new URL(url).origin}. Start one with "flowlix dev", or set PORT or API_URL.`,
    )
  }
}

function failureOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as Failure).error?.message
  } catch {
    return undefined
  }
}
