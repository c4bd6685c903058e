/** What an event does to an attempt. */
import type { AttemptEvent, AttemptStarted } from '../payment/events.ts'
import type { Attempt } from './attempt.ts'

export function newAttempt(event: AttemptStarted): Attempt {
  return {
    number: event.number,
    reference: event.reference,
    acquirer: event.acquirer,
    account: event.account,
    mustPrepare: event.mustPrepare,
    handle: event.handle,
    state: 'sending',
    decision: null,
    card: event.card,
    declineCode: null,
    retry: null,
    acquirerTransactionId: null,
    challengeUrl: null,
    challengeFields: null,
    threeDsMethod: null,
    methodCompletion: null,
    challengeExpiresAtMs: null,
    returned: null,
    returns: 0,
    inquiries: 0,
    notFoundCount: 0,
    nextAtMs: event.nextAtMs,
    startedAtMs: event.atMs,
    settledAtMs: null,
    payBackDecidedAtMs: null,
  }
}

/** The attempt's other facts; `attempt.state` is the new one already. */
export function applyToAttempt(attempt: Attempt, event: AttemptEvent): Attempt {
  switch (event.type) {
    case 'attempt_prepared':
      return { ...attempt, handle: event.handle }
    case 'attempt_challenge_requested':
      return {
        ...withCountry(attempt, event.country),
        challengeUrl: event.url,
        challengeFields: event.fields,
        returned: null,
        challengeExpiresAtMs: event.expiresAtMs,
        nextAtMs: event.nextAtMs,
      }
    case 'attempt_method_requested':
      return {
        ...withCountry(attempt, event.country),
        threeDsMethod: { url: event.url, data: event.data },
        challengeExpiresAtMs: event.expiresAtMs,
        nextAtMs: event.expiresAtMs,
      }
    case 'attempt_resumed':
      return { ...attempt, methodCompletion: event.completion, nextAtMs: event.nextAtMs }
    case 'attempt_challenge_returned':
      return { ...attempt, returned: event.fields, returns: attempt.returns + 1, nextAtMs: event.nextAtMs }
    case 'attempt_approved':
      return {
        ...settle(withCountry(attempt, event.country), event.atMs),
        acquirerTransactionId: event.acquirerTransactionId,
      }
    case 'attempt_declined':
      return {
        ...settle(withCountry(attempt, event.country), event.atMs),
        declineCode: event.declineCode,
        retry: event.retry ?? null,
      }
    case 'attempt_not_sent':
      return { ...settle(attempt, event.atMs), declineCode: 'processing_error' }
    case 'attempt_answer_missed':
      return { ...attempt, nextAtMs: event.nextAtMs }
    case 'attempt_inquiry_inconclusive':
      return {
        ...attempt,
        inquiries: attempt.inquiries + 1,
        notFoundCount: event.notFoundCount,
        nextAtMs: event.nextAtMs,
      }
    case 'attempt_reversal_decided':
      return {
        ...attempt,
        inquiries: 0,
        nextAtMs: event.nextAtMs,
        decision: {
          decidedAtMs: event.atMs,
          paymentWaits: event.paymentWaits,
          declineCode: event.declineCode,
        },
      }
    case 'attempt_reversal_unacknowledged':
    case 'attempt_reversal_repeated':
      return { ...attempt, inquiries: attempt.inquiries + 1, nextAtMs: event.nextAtMs }
    case 'attempt_reversed':
      return { ...settle(attempt, event.atMs), inquiries: 0, nextAtMs: event.nextAtMs }
    case 'attempt_late_answer_recorded':
      return attempt
    case 'attempt_set_aside':
      return { ...attempt, nextAtMs: null }
    case 'attempt_pay_back_decided':
      return {
        ...attempt,
        inquiries: 0,
        nextAtMs: event.nextAtMs,
        settledAtMs: null,
        payBackDecidedAtMs: event.atMs,
      }
    case 'attempt_pay_back_unconfirmed':
      return { ...attempt, inquiries: attempt.inquiries + 1, nextAtMs: event.nextAtMs }
    case 'attempt_paid_back':
      return settle(attempt, event.atMs)
  }
}

function settle(attempt: Attempt, atMs: number): Attempt {
  return { ...attempt, nextAtMs: null, settledAtMs: atMs }
}

function withCountry(attempt: Attempt, country: string | null): Attempt {
  return country === null ? attempt : { ...attempt, card: { ...attempt.card, country } }
}
