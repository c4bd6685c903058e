/** Stands in the place of the core's entry, and counts what goes through it. */
import type { Command, Context, Decision } from '../../src/core/commands.ts'
import { decide as decideReally } from '../../src/core/decide.ts'
import type { Payment } from '../../src/core/payment.ts'
import { countDecision } from './decisions-taken.ts'

export function decide(payment: Payment, command: Command, context: Context): Decision {
  countDecision(payment, command)
  return decideReally(payment, command, context)
}
