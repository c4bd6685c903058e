/** When personal data may be removed: only from a payment that nothing will happen to by itself any more. */
import { type ExpectedEvent, row } from './row.ts'
import { at, dayS, given, play } from './situations.ts'
import * as ask from './vocabulary.ts'

const lateS = 3 * dayS
const removed: ExpectedEvent = { type: 'payment_personal_data_removed', by: 'operator' }

const open = ['opened', 'sending', 'challenged', 'unknown', 'reversing', 'declined', 'reversed'] as const
const unsettled = [
  'reversingFailed',
  'payingBack',
  'setAsidePayBack',
  'refundSending',
  'refundPending',
] as const
const settled = [
  ['succeeded', 'approved, succeeded'],
  ['failed', 'declined, failed'],
  ['expired', 'expired'],
  ['canceled', 'canceled'],
  ['paidBack', 'paid_back, failed'],
  ['refundFailed', 'approved, succeeded, failed'],
  ['refundSucceeded', 'approved, succeeded, succeeded'],
] as const

const repeatingFailed = play(given.challenged, [5, ask.abandon()], [6, ask.reversal(ask.reversed)])
const refundedLate = play(
  given.succeeded,
  [lateS - dayS, ask.refund(400)],
  [lateS - dayS + 1, ask.refundAnswer(ask.refundSucceeded)],
)
const alreadyRemoved = play(given.canceled, [lateS, ask.removePersonalData()])

export const personalDataRows = [
  ...open.map((state) => row(state, given[state], ask.removePersonalData(), lateS, [])),
  ...unsettled.map((state) => row(state, given[state], ask.removePersonalData(), lateS, [])),
  row('to be looked at again', given.repeating, ask.removePersonalData(), lateS, []),
  ...settled.map(([state, so]) =>
    row(state, given[state], ask.removePersonalData(), lateS, [{ ...removed, atMs: at(lateS) }], so),
  ),
  row(
    'reversed after a challenge',
    repeatingFailed,
    ask.removePersonalData(),
    lateS,
    [removed],
    'reversed, failed',
  ),
  row('ended within a day', given.canceled, ask.removePersonalData(), dayS + 0.999, []),
  row('ended a day ago', given.canceled, ask.removePersonalData(), dayS + 1, [removed], 'canceled'),
  row('refunded within a day', refundedLate, ask.removePersonalData(), lateS, []),
  row('kept for longer', given.canceled, ask.removePersonalData(lateS + 1), lateS, []),
  row('already removed', alreadyRemoved, ask.removePersonalData(), lateS + 1, []),
]
