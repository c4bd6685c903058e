/** `flowlix explain`: a payment's life in plain words, from its events. */

import { explainEvent } from '../core/explain/explain-event.ts'
import { explainWaiting } from '../core/explain/explain-waiting.ts'
import type { Storage } from '../ports.ts'
import { type Command, sandboxOption } from './command.ts'
import { findPayment } from './find-named.ts'
import { withStorage } from './open-data.ts'

export const explainCommand: Command = {
  name: 'explain',
  settings: 'explain',
  summary: "Tell a payment's life in plain words, and what it is waiting for.",
  positionals: [{ name: 'payment ID', meaning: 'As the API returned it, pay_...' }],
  options: sandboxOption,
  examples: ['flowlix explain pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'],
  run: ({ positionals: [id = ''] }, context) =>
    withStorage(context, async (storage) => context.terminal.out(...(await explain(storage, id)))),
}

export async function explain(storage: Storage, id: string): Promise<readonly string[]> {
  const payment = await findPayment(storage, id)
  const { amountMinor, currency, mode, kind, merchantId } = payment
  const events = await storage.listEvents(id)
  return [
    `${id}: ${amountMinor} ${currency} (minor units), ${mode} mode, ${kind}, of merchant ${merchantId}`,
    '',
    ...events.map((event) => `${time(event.atMs)}  ${explainEvent(event, time)}`),
    '',
    'Awaited now:',
    ...explainWaiting(payment, time).map((sentence) => `  ${sentence}`),
  ]
}

function time(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ')
}
