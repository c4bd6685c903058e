/** What a worker, or the customer's return from the issuer, finds out about an attempt; and when asking ends. */
import { type ExpectedEvent, row } from './row.ts'
import { secondChallengeRows } from './second-challenge-rows.ts'
import { at, dayS, given, lifeS, play } from './situations.ts'
import * as ask from './vocabulary.ts'

const approved: readonly ExpectedEvent[] = [
  { type: 'attempt_approved', acquirerTransactionId: 'tx1', country: null },
  { type: 'payment_succeeded' },
]
const declined: ExpectedEvent = { type: 'attempt_declined', declineCode: 'do_not_honor', country: null }
const reversed: ExpectedEvent = { type: 'attempt_reversed', nextAtMs: null }
const failed: ExpectedEvent = { type: 'payment_failed', declineCode: 'processing_error' }
const setAside: ExpectedEvent = {
  type: 'attempt_set_aside',
  cause: 'the acquirer approved a different reference, amount, or currency',
}
const challengedUntil = (atS: number): ExpectedEvent => ({
  type: 'attempt_challenge_requested',
  url: 'https://bank.example/1',
  fields: null,
  country: null,
  expiresAtMs: at(atS + 600),
  nextAtMs: at(atS + 600),
})
const inconclusive = (cause: string, nextAtS: number, notFoundCount = 0): ExpectedEvent => ({
  type: 'attempt_inquiry_inconclusive',
  cause,
  notFoundCount,
  nextAtMs: at(nextAtS),
})
function decidedAt(atS: number, declineCode: string, paymentWaits: boolean, cause: string): ExpectedEvent {
  return { type: 'attempt_reversal_decided', paymentWaits, declineCode, cause, nextAtMs: at(atS) }
}

const stale = ask.epoch - 1
/** They are accepted from any source: the current worker, one that has lost the payment, or the customer's return. */
const bringers = [
  ['the holder', ask.inquiry],
  ['one who lost it', (answer: Parameters<typeof ask.inquiry>[0]) => ask.inquiry(answer, stale)],
  ['the return', ask.conclusive],
] as const

const conclusiveRows = bringers.flatMap(([who, bring]) => [
  ...(['sending', 'challenged', 'unknown'] as const).flatMap((state) => [
    row(`${state}, ${who}`, given[state], bring(ask.approved), 50, approved, 'approved, succeeded'),
    row(`${state}, ${who}`, given[state], bring(ask.declined), 50, [declined], 'declined, pending'),
  ]),
  row(
    `challenged, so it had arrived, ${who}`,
    given.challenged,
    bring(ask.reversed),
    50,
    [reversed],
    'reversed, pending',
  ),
  row(
    `unknown, so it may arrive late, ${who}`,
    given.unknown,
    bring(ask.reversed),
    50,
    [reversed, failed],
    'reversed, failed',
  ),
  ...(['challenged', 'unknown'] as const).flatMap((state) => [
    row(`${state}, ${who}`, given[state], bring(ask.approvedOther), 50, [setAside], 'set_aside, pending'),
    row(`${state}, ${who}`, given[state], bring(ask.approvedDollars), 50, [setAside], 'set_aside, pending'),
    row(`${state}, ${who}`, given[state], bring(ask.approvedAnother), 50, [setAside], 'set_aside, pending'),
  ]),
  row(`sending, another amount, ${who}`, given.sending, bring(ask.approvedOther), 50, []),
  row(
    `unknown, ${who}`,
    given.unknown,
    bring(ask.challenge),
    50,
    [challengedUntil(50)],
    'challenged, requires_action',
  ),
  row(
    `the only card, ${who}`,
    given.oneCardStates.unknown,
    bring(ask.declined),
    50,
    [declined, { type: 'payment_failed', declineCode: 'do_not_honor' }],
    'declined, failed',
  ),
  row(
    `the only card, ${who}`,
    play(given.oneCardStates.sending, [1, ask.answer(ask.challenge)]),
    bring(ask.reversed),
    50,
    [reversed, failed],
    'reversed, failed',
  ),
  row(
    `its time is over, ${who}`,
    given.challenged,
    bring(ask.reversed),
    lifeS,
    [reversed, { type: 'payment_expired' }],
    'reversed, expired',
  ),
])

/** What they had contradicted themselves about is settled by a person's question, and by nobody else's. */
const personRows = [
  row('set aside', given.set_aside, ask.conclusive(ask.approved), 50, approved, 'approved, succeeded'),
  row('set aside', given.set_aside, ask.conclusive(ask.declined), 50, [declined], 'declined, pending'),
  row('set aside', given.set_aside, ask.conclusive(ask.reversed), 50, [reversed, failed], 'reversed, failed'),
  row('set aside, another amount', given.set_aside, ask.conclusive(ask.approvedOther), 50, []),
  ...[ask.approved, ask.approvedOther, ask.declined, ask.reversed].map((answer) =>
    row('set aside', given.set_aside, ask.inquiry(answer), 50, 'superseded'),
  ),
]

/** Whoever looked at it has made the decision come true. */
const settledRows = [ask.reversed, ask.declined].map((answer) =>
  row(
    'a decision set aside',
    given.setAsideDecided,
    ask.conclusive(answer),
    dayS + 300,
    [reversed],
    'reversed, failed',
  ),
)

const inconclusiveAnswers = [ask.pending, ask.notFound, ask.lost]
const decidedOn = ['reversing', 'payingBack', 'setAsideDecided'] as const
const closed = ['reversed', 'repeating', 'paidBack', 'succeeded', 'declined', 'notSent', 'opened'] as const

const refusedRows = [
  ...closed.flatMap((state) =>
    [ask.approved, ask.declined, ask.notFound].flatMap((answer) => [
      row(state, given[state], ask.inquiry(answer), 120, 'superseded'),
      row(state, given[state], ask.conclusive(answer), 120, []),
    ]),
  ),
  ...decidedOn.flatMap((state) =>
    [ask.approved, ask.declined, ask.reversed].flatMap((answer) => [
      row(state, given[state], ask.inquiry(answer), 120, 'superseded'),
      ...(state !== 'setAsideDecided' || answer.kind === 'approved'
        ? [row(state, given[state], ask.conclusive(answer), 120, [])]
        : []),
    ]),
  ),
  row('no such attempt', given.unknown, ask.inquiry(ask.approved, ask.epoch, 2), 50, 'superseded'),
  row('no such attempt', given.unknown, ask.conclusive(ask.approved, 2), 50, []),
  ...inconclusiveAnswers.flatMap((answer) => [
    row('unknown, one who lost it', given.unknown, ask.inquiry(answer, stale), 650, 'superseded'),
    row('challenged, one who lost it', given.challenged, ask.inquiry(answer, stale), 650, 'superseded'),
    row('sending', given.sending, ask.inquiry(answer), 650, 'superseded'),
    row('set aside', given.set_aside, ask.inquiry(answer), 650, 'superseded'),
    ...(['sending', 'unknown', 'challenged', 'set_aside'] as const).map((state) =>
      row(state, given[state], ask.conclusive(answer), 650, []),
    ),
  ]),
  row('sending', given.sending, ask.inquiry(ask.reversed), 50, 'superseded'),
  row('sending', given.sending, ask.conclusive(ask.reversed), 50, []),
  row('sending', given.sending, ask.inquiry(ask.challenge), 50, 'superseded'),
  row('challenged', given.challenged, ask.conclusive(ask.challenge), 50, []),
  row('set aside', given.set_aside, ask.conclusive(ask.challenge), 50, []),
]

const sentLongAgo = play(given.unknown, [40, ask.inquiry(ask.pending)], [50, ask.inquiry(ask.pending)])
const onceNotFound = play(given.unknown, [90, ask.inquiry(ask.notFound)])
const unheardOf = decidedAt(110, 'processing_error', true, 'the acquirer has no record of it')
const givenUp = (atS: number): readonly ExpectedEvent[] => [
  decidedAt(atS, 'processing_error', false, 'no conclusive answer arrived in time'),
  { type: 'payment_failed', declineCode: 'processing_error' },
]

const waiting = 'unknown, pending'
const inconclusiveRows = [
  row('unknown', given.unknown, ask.inquiry(ask.pending), 40, [inconclusive('pending', 50)], waiting),
  row('unknown', given.unknown, ask.inquiry(ask.lost), 40, [inconclusive('timeout', 50)], waiting),
  row('asked twice', sentLongAgo, ask.inquiry(ask.lost), 60, [inconclusive('timeout', 100)], waiting),
  row(
    'not found before the quiet time',
    given.unknown,
    ask.inquiry(ask.notFound),
    89.999,
    [inconclusive('not_found', 99.999)],
    waiting,
  ),
  row(
    'not found when the quiet time ends',
    given.unknown,
    ask.inquiry(ask.notFound),
    90,
    [inconclusive('not_found', 100, 1)],
    waiting,
  ),
  row(
    'found once',
    onceNotFound,
    ask.inquiry(ask.notFound),
    100,
    [inconclusive('not_found', 110, 2)],
    waiting,
  ),
  row('a row broken', onceNotFound, ask.inquiry(ask.lost), 100, [inconclusive('timeout', 120)], waiting),
  row(
    'the third time',
    given.almostNotFound,
    ask.inquiry(ask.notFound),
    110,
    [unheardOf],
    'reversing, pending',
  ),
  row(
    'the third time, when time is up too',
    given.almostNotFound,
    ask.inquiry(ask.notFound),
    600,
    [{ ...unheardOf, nextAtMs: at(600) }],
    'reversing, pending',
  ),
  row(
    'never later than the decision',
    given.unknown,
    ask.inquiry(ask.pending),
    595,
    [inconclusive('pending', 600)],
    waiting,
  ),
  row(
    'a moment before the decision',
    given.unknown,
    ask.inquiry(ask.lost),
    599.999,
    [inconclusive('timeout', 600)],
    waiting,
  ),
  ...inconclusiveAnswers.map((answer) =>
    row('time is up', given.unknown, ask.inquiry(answer), 600, givenUp(600), 'reversing, failed'),
  ),
]

const overdue = (kind: string) =>
  decidedAt(601, 'authentication_failed', true, `the challenge was not completed in time (${kind})`)

const challengeRows = [
  ...[...inconclusiveAnswers, ask.challenge].flatMap((answer) => [
    row('a moment before the challenge ends', given.challenged, ask.inquiry(answer), 600.999, []),
    row(
      'the challenge is over',
      given.challenged,
      ask.inquiry(answer),
      601,
      [overdue(answer.kind)],
      'reversing, pending',
    ),
  ]),
]

export const inquiryRows = [
  ...conclusiveRows,
  ...personRows,
  ...settledRows,
  ...refusedRows,
  ...inconclusiveRows,
  ...challengeRows,
  ...secondChallengeRows,
]
