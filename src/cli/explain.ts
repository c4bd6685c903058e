/** `flowlix explain`: a payment's history in plain English, from its events. */

import { explainEvent } from '../core/explain/explain-event.ts'
import { explainWaiting } from '../core/explain/explain-waiting.ts'
import type { Storage } from '../ports/storage.ts'
import { type Command, sandboxOption } from './command.ts'
import { explainWebhooks } from './explain-webhooks.ts'
import { findPayment } from './find-named.ts'
import { withStorage } from './open-data.ts'

export const explainCommand: Command = {
  name: 'explain',
  settings: 'explain',
  summary: "Show a payment's history in plain English, and what happens next.",
  positionals: [{ name: 'payment ID', meaning: 'The ID that the API returned, pay_...' }],
  options: sandboxOption,
  examples: ['flowlix explain pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'],
  run: ({ positionals: [id = ''] }, context) =>
    withStorage(context, async (storage) => context.terminal.out(...(await explainPayment(storage, id)))),
}

export async function explainPayment(storage: Storage, id: string): Promise<readonly string[]> {
  const payment = await findPayment(storage, id)
  const { amountMinor, currency, mode, kind, merchantId } = payment
  const events = await storage.listEvents(id)
  return [
    `${id}: ${amountMinor} ${currency} (minor units), ${mode} mode, ${kind}, of merchant ${merchantId}`,
    '',
    ...events.map((event) => `${time(event.atMs)}  ${explainEvent(event, time)}`),
    '',
    'What happens next:',
    ...explainWaiting(payment, time).map((sentence) => `  ${sentence}`),
    ...(await explainWebhooks(storage, payment, time)),
  ]
}

function time(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ')
}
