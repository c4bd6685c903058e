/** How often each command has met each state in this thread: what the simulation has never tried, it proves nothing about. */
import type { Command } from '../../src/core/payment/commands.ts'
import { lastAttempt, type Payment } from '../../src/core/payment/payment.ts'

export type Decisions = Readonly<Record<string, number>>

const taken = new Map<string, number>()

export function countDecision(payment: Payment, command: Command): void {
  const name = `${nameOf(command)} on ${stateOf(payment, command)}`
  taken.set(name, (taken.get(name) ?? 0) + 1)
}

/** Since the last time. */
export function takeDecisions(): Decisions {
  const decisions = Object.fromEntries(taken)
  taken.clear()
  return decisions
}

export function addDecisions(sum: Record<string, number>, decisions: Decisions): void {
  for (const [name, count] of Object.entries(decisions)) sum[name] = (sum[name] ?? 0) + count
}

function nameOf(command: Command): string {
  return 'answer' in command ? `${command.type} (${command.answer.kind})` : command.type
}

/** Their numbers are of attempts that are to start, or of something else. */
const onPayment: readonly string[] = ['start_attempt', 'abandon', 'extend']

/** Of the attempt or the refund that the command is about; otherwise of the payment. */
function stateOf(payment: Payment, command: Command): string {
  if ('refundId' in command && command.type !== 'request_refund') {
    return `refund ${payment.refunds.find(({ id }) => id === command.refundId)?.state ?? 'missing'}`
  }
  if (!onPayment.includes(command.type) && 'number' in command) {
    return `attempt ${payment.attempts.find(({ number }) => number === command.number)?.state ?? 'missing'}`
  }
  return payment.ending === null
    ? `open, ${lastAttempt(payment)?.state ?? 'no attempt'}`
    : payment.ending.kind
}
