/** Stands in the place of the core's entry, and counts what goes through it. */
import type { Command, Context, Decision } from '../../src/core/payment/commands.ts'
import { decide as decideReally } from '../../src/core/payment/decide.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { countDecision } from './decisions-taken.ts'

export function decide(payment: Payment, command: Command, context: Context): Decision {
  countDecision(payment, command)
  return decideReally(payment, command, context)
}
