/** More time for a customer who needs it, in sessions that are too short for everyone (WCAG 2.2, criterion 2.2.1). */
import { type CommandOf, type Context, type Decision, happened, refuse } from './commands.ts'
import {
  blockingAttempt,
  isSessionOver,
  type Payment,
  type PaymentTerms,
  sessionEndMs,
  sessionLifeMs,
} from './payment.ts'

/** From this life on, a session needs neither a warning nor an extension. */
const longLifeMs = 20 * 3_600_000
/** What the criterion asks for. */
const extensionsMax = 10

export function isShortSession(terms: PaymentTerms): boolean {
  return sessionLifeMs(terms) < longLifeMs
}

/** `isAllowed`: what the merchant has decided. */
export function extensionsFor(lifeMs: number, isAllowed: boolean): number {
  return isAllowed && lifeMs < longLifeMs ? extensionsMax : 0
}

/** Refused for an ended or expired payment, while an attempt is running, and unless `number` is the next one allowed. */
export function extend(payment: Payment, command: CommandOf<'extend'>, context: Context): Decision {
  if (payment.ending !== null) return refuse('payment_ended')
  if (blockingAttempt(payment) !== null) return refuse('attempt_running')
  if (command.number !== payment.extensions + 1) return refuse('superseded')
  if (command.number > payment.extensionsMax) return refuse('extension_limit_reached')
  if (isSessionOver(payment, context)) return refuse('payment_expired')
  const endsAtMs = sessionEndMs(payment) + sessionLifeMs(payment)
  return happened({ type: 'payment_extended', number: command.number, endsAtMs, atMs: context.nowMs })
}
