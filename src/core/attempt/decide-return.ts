/** The customer came back from the issuer, and the acquirer continues with what they brought back. */
import {
  type CommandOf,
  type Context,
  type Decision,
  happened,
  nothing,
  refuse,
} from '../payment/commands.ts'
import { attemptNumbered, type Payment } from '../payment/payment.ts'
import { pauseMs } from '../payment/rules.ts'
import type { FormFields } from './answers.ts'
import { isMethodPending } from './attempt.ts'

/** Anyone who has the link can come back, with anything. */
const returnsMax = 10

/** Refused unless the attempt waits for its customer. The same fields again, and returns beyond the maximum, change nothing. */
export function recordChallengeReturned(
  payment: Payment,
  { number, fields }: CommandOf<'record_challenge_returned'>,
  context: Context,
): Decision {
  const attempt = attemptNumbered(payment, number)
  if (attempt?.state !== 'challenged' || isMethodPending(attempt)) return refuse('superseded')
  if (isSameForm(attempt.returned, fields) || attempt.returns >= returnsMax) return nothing
  const { nowMs: atMs, rules, random } = context
  const nextAtMs = Math.min(atMs + pauseMs(rules, 0, random), Number(attempt.challengeExpiresAtMs))
  return happened({ type: 'attempt_challenge_returned', number, fields, nextAtMs, atMs })
}

/** Whether two forms have the same fields with the same values, in any order. */
export function isSameForm(one: FormFields | null, other: FormFields | null): boolean {
  if (one === null || other === null) return one === other
  const names = Object.keys(other)
  return names.length === Object.keys(one).length && names.every((name) => one[name] === other[name])
}
