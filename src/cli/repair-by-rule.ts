/**
 * The repairs of `flowlix reconcile --repair`, behind the guards of a command that moves money: a database without
 * payments, an unexpected number of reversals, and a confirmation of what is about to be done.
 */

import type { Mode } from '../core/payment/payment.ts'
import type { Difference } from '../core/reconciliation/difference.ts'
import type { Gateway } from '../operations/gateway.ts'
import { type Repaired, repairDifference } from '../operations/reconciliation/repair-books.ts'
import type { Storage } from '../ports/storage.ts'
import type { Input } from './command.ts'
import { confirm } from './confirm.ts'
import { Refused, UsageError } from './mistakes.ts'
import type { Terminal } from './terminal.ts'

const reverseMaxDefault = 10

export async function repairByRule(
  gateway: Gateway,
  mode: Mode,
  differences: readonly Difference[],
  input: Input,
  terminal: Terminal,
): Promise<readonly Repaired[]> {
  const reverseMax = readReverseMax(input.values['reverse-up-to'])
  const toReverse = differences.filter(({ proposal }) => proposal === 'reverse')
  const toAdopt = differences.filter(({ proposal }) => proposal === 'adopt')
  if (toReverse.length > 0) await refuseReversals(gateway.storage, mode, toReverse, reverseMax)
  const planned = [...toAdopt, ...toReverse]
  if (planned.length > 0) {
    announce(planned, terminal)
    await confirm(`Make these ${planned.length} repairs?`, 'repair', input, terminal)
  }
  const results: Repaired[] = []
  for (const difference of differences) results.push(await repairDifference(gateway, mode, difference))
  return results
}

function readReverseMax(text: string | undefined): number {
  if (text === undefined) return reverseMaxDefault
  if (!/^\d{1,6}$/.test(text)) throw new UsageError('--reverse-up-to must be an integer from 0 to 999999')
  return Number(text)
}

async function refuseReversals(
  storage: Storage,
  mode: Mode,
  toReverse: readonly Difference[],
  max: number,
): Promise<void> {
  if (!(await hasPayments(storage, mode))) {
    throw new Refused(
      `This database has no ${mode} payments, so nothing is reversed: set DATABASE_URL to the one that the gateway uses.`,
    )
  }
  if (toReverse.length > max) {
    throw new Refused(
      `${toReverse.length} lines would be reversed (${sumsByCurrency(toReverse)}), which exceeds --reverse-up-to ${max}, so nothing was done: review them without --repair first.`,
    )
  }
}

async function hasPayments(storage: Storage, mode: Mode): Promise<boolean> {
  for (const { id: merchantId } of await storage.listMerchants()) {
    const any = {
      startingAfter: null,
      endingBefore: null,
      filters: {},
      createdFromMs: null,
      createdBeforeMs: null,
    }
    const { payments } = await storage.listPayments({ ...any, merchantId, mode, limit: 1 })
    if (payments.length > 0) return true
  }
  return false
}

function announce(planned: readonly Difference[], terminal: Terminal): void {
  const lines = planned.map(
    ({ proposal, reference, amountMinor, currency }) =>
      `  ${proposal} ${amountMinor} ${currency}  ${reference}`,
  )
  terminal.note('Repairs to be made:', ...lines)
}

/** Amounts of different currencies do not add up. */
export function sumsByCurrency(differences: readonly Difference[]): string {
  const byCurrency = new Map<string, number>()
  for (const { currency, amountMinor } of differences)
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + amountMinor)
  return [...byCurrency].map(([currency, sum]) => `${sum} ${currency}`).join(', ')
}
