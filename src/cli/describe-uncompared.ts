/** What `flowlix reconcile` says about payments that could not be compared with a statement. */
import { acquirerSettings } from '../config/acquirer-settings.ts'
import { sandboxName } from '../core/card/test-cards.ts'
import type { Mode } from '../core/payment/payment.ts'
import type { Uncompared } from '../operations/reconciliation/uncompared.ts'

/** An acquirer without statements is not news every day, unless it has payments. */
export function needsAttention({ why, entries }: Uncompared): boolean {
  return entries > 0 || why === 'unreadable'
}

export function describeUncompared(uncompared: Uncompared, mode: Mode): string {
  const { acquirer, account = null, why, cause, entries } = uncompared
  const name = account === null ? acquirer : `${acquirer} (account ${account})`
  const count = countOf(entries)
  switch (why) {
    case 'no_statements':
      return `Not compared: ${name} does not provide statements. It has ${count} in this period.`
    case 'unreadable':
      return `Not compared: the statement of ${name} could not be read (${cause}). It has ${count} in this period.`
    case 'not_configured':
      return `Not compared: ${name} has ${count} in this period, but ${missing(acquirer, mode)}.`
    case 'another_account':
      return `Not compared: ${name} does not find a payment that it approved, so the credentials may belong to another account. Our records have ${count} there in this period.`
  }
}

function countOf(entries: number): string {
  return entries === 1 ? '1 payment or refund' : `${entries} payments and refunds`
}

function missing(acquirer: string, mode: Mode): string {
  if (acquirer === sandboxName) return "the sandbox's database cannot be opened"
  const { liveAcquirers, testAcquirers } = acquirerSettings
  return `is not one of the acquirers in ${mode === 'live' ? liveAcquirers.name : testAcquirers.name}`
}
