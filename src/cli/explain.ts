/** `flowlix explain {payment id}`: a payment's life in plain words, from its events. */
import { tellAwaited } from '../core/tell-awaited.ts'
import { tellEvent } from '../core/tell-event.ts'
import type { Storage } from '../ports.ts'
import { UsageError } from './usage.ts'

export async function explain(storage: Storage, args: readonly string[]): Promise<string> {
  const [id] = args
  if (id === undefined) throw new UsageError('flowlix explain <payment id>')
  const payment = await storage.findPayment(id)
  if (payment === null) throw new UsageError(`there is no payment ${id}`)
  const { amountMinor, currency, mode, kind, merchantId } = payment
  const events = await storage.listEvents(id)
  return [
    `${id}: ${amountMinor} ${currency} (minor units), ${mode} mode, ${kind}, of merchant ${merchantId}`,
    '',
    ...events.map((event) => `${time(event.atMs)}  ${tellEvent(event, time)}`),
    '',
    'Awaited now:',
    ...tellAwaited(payment, time).map((sentence) => `  ${sentence}`),
  ].join('\n')
}

function time(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ')
}
