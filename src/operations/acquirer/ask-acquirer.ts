/**
 * The boundary to the acquirers: every question has a deadline, every answer is checked, and anything uncertain becomes
 * `unknown`.
 */

import type { UnknownAnswer } from '../../core/attempt/answers.ts'
import { safeCause } from '../../core/attempt/safe-cause.ts'
import { errorName } from '../../core/error-name.ts'
import type { Mode } from '../../core/payment/payment.ts'
import type { Gateway } from '../gateway.ts'
import { type AskedAcquirer, acquirerNamed } from './acquirers.ts'
import { controlFor } from './control-payment.ts'
import type { KnownAccounts, Sought, Verdict } from './known-accounts.ts'
import { inquire, type Question } from './questions.ts'

/** How long an adapter may take to end after the signal has fired. After that, nobody waits for it. */
const graceMs = 1_000

/** Never rejects. Waits as long as the settings allow for this kind of question, and a second for the adapter to end. */
export function askAcquirer<Answer extends Readonly<{ kind: string }>>(
  gateway: Gateway,
  asked: AskedAcquirer,
  question: Question<Answer>,
): Promise<Answer | UnknownAnswer> {
  return askAndVerify(gateway, asked, question, (one) => askOnce(gateway, asked, one))
}

/** Whether the credentials are those of the account where this was made. */
export function checkAccount(gateway: Gateway, asked: AskedAcquirer, sought: Sought): Promise<Verdict> {
  return verdictOn(gateway, asked, sought, (one) => askOnce(gateway, asked, one))
}

function askOnce<Answer extends Readonly<{ kind: string }>>(
  gateway: Gateway,
  asked: AskedAcquirer,
  question: Question<Answer>,
): Promise<Answer | UnknownAnswer> {
  return ask(gateway, asked, question, gateway.settings[question.time], () => {})
}

/** For a worker, which has other payments to look after: see {@link Patience}. */
export function askPatiently<Answer extends Readonly<{ kind: string }>>(
  gateway: Gateway,
  asked: AskedAcquirer,
  question: Question<Answer>,
  isLast = false,
): Promise<Answer | UnknownAnswer> {
  return askAndVerify(gateway, asked, question, (one) => askInPatience(gateway, asked, one, isLast))
}

type AskFn = <Answer extends Readonly<{ kind: string }>>(
  question: Question<Answer>,
) => Promise<Answer | UnknownAnswer>

/** An acquirer may also reverse what it has never had, so that it has no effect if it arrives. */
const mayBeAbsence: ReadonlySet<string> = new Set(['not_found', 'reversed'])

/** That something is not there is believed only from the account where it was made: see {@link KnownAccounts}. */
function askAndVerify<Answer extends Readonly<{ kind: string }>>(
  gateway: Gateway,
  asked: AskedAcquirer,
  question: Question<Answer>,
  askFn: AskFn,
): Promise<Answer | UnknownAnswer> {
  const { sought } = question
  const answering = askFn(question)
  return sought === undefined ? answering : verified(gateway, asked, sought, answering, askFn)
}

async function verified<Answer extends Readonly<{ kind: string }>>(
  gateway: Gateway,
  asked: AskedAcquirer,
  sought: Sought,
  answering: Promise<Answer | UnknownAnswer>,
  askFn: AskFn,
): Promise<Answer | UnknownAnswer> {
  const answer = await answering
  if (!mayBeAbsence.has(answer.kind)) return answer
  const verdict = await verdictOn(gateway, asked, sought, askFn)
  return verdict === 'known' || verdict === 'no_payment'
    ? answer
    : { kind: 'unknown', cause: doubts[verdict] }
}

function verdictOn(gateway: Gateway, asked: AskedAcquirer, sought: Sought, askFn: AskFn): Promise<Verdict> {
  return gateway.accounts.check(gateway, asked, sought, {
    find: () => controlFor(gateway, asked, sought),
    ask: (terms) => askFn(inquire(terms)),
  })
}

const doubts = {
  missing: 'the acquirer does not find a payment that it has approved',
  unanswered: 'the account could not be confirmed',
} as const

async function askInPatience<Answer extends Readonly<{ kind: string }>>(
  gateway: Gateway,
  asked: AskedAcquirer,
  question: Question<Answer>,
  isLast: boolean,
): Promise<Answer | UnknownAnswer> {
  const patience = gateway.patience.of(asked)
  const timeoutMs = patience.timeoutMs(gateway.settings[question.time], isLast)
  if (timeoutMs === null) return { kind: 'unknown', cause: 'the acquirer is not responding' }
  patience.begin()
  let isAnswered = true
  const answer = await ask(gateway, asked, question, timeoutMs, () => {
    isAnswered = false
  })
  patience.end(isAnswered || answer.kind !== 'unknown')
  return answer
}

async function ask<Answer extends Readonly<{ kind: string }>>(
  gateway: Gateway,
  asked: AskedAcquirer,
  question: Question<Answer>,
  timeoutMs: number,
  onDeadline: () => void,
): Promise<Answer | UnknownAnswer> {
  const { mode } = asked
  const acquirer = acquirerNamed(gateway, mode, asked.acquirer)
  if (acquirer === null) return missing(gateway, asked)
  const deadline = new AbortController()
  deadline.signal.addEventListener('abort', onDeadline, { once: true })
  const done = new AbortController()
  const late = expire(gateway, timeoutMs, deadline, done.signal)
  try {
    return await Promise.race([
      fitting(gateway, mode, question, question.put(acquirer, deadline.signal)),
      late,
    ])
  } catch (error) {
    // An adapter must not throw. One that does may have sent the request, so the outcome is unknown.
    const cause = safeCause(errorName(error))
    gateway.log.error({ cause }, 'an acquirer adapter threw an error')
    return { kind: 'unknown', cause: `the adapter failed (${cause})` }
  } finally {
    done.abort()
  }
}

/** Its attempts stay as they are until it is configured again. */
function missing({ log }: Gateway, { mode, acquirer }: AskedAcquirer): UnknownAnswer {
  log.error({ alarm: 'acquirer_missing', mode, acquirer }, 'an acquirer that has attempts is not configured')
  return { kind: 'unknown', cause: 'the acquirer is not configured' }
}

async function fitting<Answer extends Readonly<{ kind: string }>>(
  gateway: Gateway,
  mode: Mode,
  question: Question<Answer>,
  answering: Promise<Answer>,
): Promise<Answer | UnknownAnswer> {
  const fit = question.fit(await answering, mode)
  if (fit !== null) return fit
  gateway.log.error({ mode }, 'an acquirer adapter returned an answer that does not fit the port')
  return { kind: 'unknown', cause: 'the adapter returned an invalid answer' }
}

async function expire(
  gateway: Gateway,
  timeoutMs: number,
  deadline: AbortController,
  done: AbortSignal,
): Promise<UnknownAnswer> {
  await gateway.clock.sleep(timeoutMs, done)
  if (!done.aborted) deadline.abort()
  await gateway.clock.sleep(graceMs, done)
  return { kind: 'unknown', cause: 'no answer in time' }
}
