/** Our entries and the acquirer's line with the same reference: every state of ours, every state of theirs. */
import { correctionReference } from '../../src/core/attempt/reference.ts'
import type { StatementLine } from '../../src/core/reconciliation/statement.ts'
import { given } from './situations.ts'
import { authorization, type BookRow, refundOf } from './statement-lines.ts'
/** The payment's own line may be there too, where the row is about its refund. */
export const approvedLine = authorization('approved')

/** Our own refund of what was to be reversed. */
const correction = (state: StatementLine['state']) =>
  refundOf(1_000, { reference: correctionReference(approvedLine.reference, 1_000), state })

export const attemptRows: readonly BookRow[] = [
  ['approved', given.succeeded, [approvedLine], []],
  ['approved, not in their book', given.succeeded, [], ['only_ours, person, 1000']],
  ['approved, declined by them', given.succeeded, [authorization('declined')], ['only_ours, person, 1000']],
  ['approved, reversed by them', given.succeeded, [authorization('reversed')], ['only_ours, person, 1000']],
  ['approved, they still ask', given.succeeded, [authorization('challenged')], ['in_doubt, wait, 1000']],
  [
    'approved, another amount',
    given.succeeded,
    [authorization('approved', { amountMinor: 999 })],
    ['amount_differs, person, 1000'],
  ],
  [
    'approved, another currency',
    given.succeeded,
    [authorization('approved', { currency: 'usd' })],
    ['amount_differs, person, 1000'],
  ],
  ['declined', given.declined, [authorization('declined')], []],
  ['declined, not in their book', given.declined, [], []],
  ['declined, approved by them', given.declined, [approvedLine], ['only_theirs, reverse, 1000']],
  [
    'declined, they hold another amount',
    given.declined,
    [authorization('approved', { amountMinor: 999 })],
    ['only_theirs, reverse, 999'],
  ],
  ['declined, they still ask', given.declined, [authorization('challenged')], ['in_doubt, wait, 1000']],
  ['not sent', given.notSent, [], []],
  ['not sent, approved by them', given.notSent, [approvedLine], ['only_theirs, reverse, 1000']],
  ['reversed', given.reversed, [authorization('reversed')], []],
  ['reversed, approved by them', given.reversed, [approvedLine], ['only_theirs, reverse, 1000']],
  ...(['sending', 'unknown'] as const).flatMap((state): BookRow[] => [
    [state, given[state], [], ['in_doubt, wait, 1000']],
    [`${state}, pending at them`, given[state], [authorization('pending')], ['in_doubt, wait, 1000']],
  ]),
  ...([[], [authorization('challenged')], [authorization('pending')]] as const).map(
    (lines): BookRow => ['challenged', given.challenged, lines, ['in_doubt, customer, 1000']],
  ),
  ...(['sending', 'unknown', 'challenged'] as const).flatMap((state) =>
    (['approved', 'declined', 'reversed'] as const).map(
      (theirs): BookRow => [
        `${state}, ${theirs} by them`,
        given[state],
        [authorization(theirs)],
        ['behind, adopt, 1000'],
      ],
    ),
  ),
  ['reversing', given.reversing, [], ['in_doubt, wait, 1000']],
  ['reversing, they hold it', given.reversing, [approvedLine], ['behind, wait, 1000']],
  ...(['declined', 'reversed'] as const).map(
    (theirs): BookRow => [
      `reversing, ${theirs} by them`,
      given.reversing,
      [authorization(theirs)],
      ['in_doubt, wait, 1000'],
    ],
  ),
  ['being paid back', given.payingBack, [approvedLine], ['in_doubt, wait, 1000']],
  [
    'being paid back, their refund is under way',
    given.payingBack,
    [approvedLine, correction('pending')],
    ['in_doubt, wait, 1000'],
  ],
  ['paid back', given.paidBack, [approvedLine, correction('succeeded')], []],
  [
    'paid back, their refund has failed',
    given.paidBack,
    [approvedLine, correction('failed')],
    ['only_theirs, reverse, 1000'],
  ],
  ['set aside, not in their book', given.set_aside, [], ['set_aside, reverse, 1000']],
  ['set aside, they still ask', given.set_aside, [authorization('challenged')], ['set_aside, person, 1000']],
  ['set aside, approved by them', given.set_aside, [approvedLine], ['set_aside, adopt, 1000']],
  ['set aside, declined by them', given.set_aside, [authorization('declined')], ['set_aside, adopt, 1000']],
  ['set aside, reversed by them', given.set_aside, [authorization('reversed')], ['set_aside, adopt, 1000']],
  [
    'set aside, another amount',
    given.set_aside,
    [authorization('approved', { amountMinor: 999 })],
    ['amount_differs, person, 1000'],
  ],
  [
    'set aside after a decision, they still ask',
    given.setAsideDecided,
    [authorization('challenged')],
    ['set_aside, reverse, 1000'],
  ],
  [
    'set aside after a decision, approved by them',
    given.setAsideDecided,
    [approvedLine],
    ['set_aside, reverse, 1000'],
  ],
  [
    'set aside after a decision, a part paid back by a person',
    given.setAsideDecided,
    [approvedLine, refundOf(400, { reference: 'by-hand-1' })],
    ['set_aside, reverse, 600', 'only_theirs, wait, 400'],
  ],
  [
    'set aside after a decision, paid back by a person',
    given.setAsideDecided,
    [approvedLine, refundOf(1_000, { reference: 'by-hand-1' })],
    ['set_aside, adopt, 0', 'only_theirs, wait, 1000'],
  ],
  [
    'set aside after a decision, reversed by them',
    given.setAsideDecided,
    [authorization('reversed')],
    ['set_aside, adopt, 1000'],
  ],
]

export const ourRefund = (state: StatementLine['state'], changes: Partial<StatementLine> = {}) =>
  refundOf(400, { reference: 'refund1-reference', state, ...changes })

export const refundRows: readonly BookRow[] = [
  ['refunded', given.refundSucceeded, [approvedLine, ourRefund('succeeded')], []],
  ['refunded, not in their book', given.refundSucceeded, [approvedLine], ['only_ours, person, 400']],
  [
    'refunded, they say later',
    given.refundSucceeded,
    [approvedLine, ourRefund('pending')],
    ['in_doubt, wait, 400'],
  ],
  [
    'refunded, another amount',
    given.refundSucceeded,
    [approvedLine, ourRefund('succeeded', { amountMinor: 401 })],
    ['amount_differs, person, 400'],
  ],
  ['refund failed', given.refundFailed, [approvedLine, ourRefund('failed')], []],
  [
    'refund failed, they paid it',
    given.refundFailed,
    [approvedLine, ourRefund('succeeded')],
    ['only_theirs, person, 400'],
  ],
  ...(['refundSending', 'refundPending', 'refundUnknown', 'refundReversing'] as const).flatMap((state) => [
    ...(['succeeded', 'failed', 'reversed'] as const).map(
      (theirs): BookRow => [
        `${state}, ${theirs} at them`,
        given[state],
        [approvedLine, ourRefund(theirs)],
        ['behind, adopt, 400'],
      ],
    ),
    [`${state}, not in their book`, given[state], [approvedLine], ['in_doubt, wait, 400']] as BookRow,
    [
      `${state}, under way`,
      given[state],
      [approvedLine, ourRefund('pending')],
      ['in_doubt, wait, 400'],
    ] as BookRow,
  ]),
  ['refund set aside, not in their book', given.refundSetAside, [approvedLine], ['set_aside, reverse, 400']],
  [
    'refund set aside, paid by them',
    given.refundSetAside,
    [approvedLine, ourRefund('succeeded')],
    ['set_aside, adopt, 400'],
  ],
  [
    'refund set aside, failed at them',
    given.refundSetAside,
    [approvedLine, ourRefund('failed')],
    ['set_aside, adopt, 400'],
  ],
  [
    'refund set aside, they say later',
    given.refundSetAside,
    [approvedLine, ourRefund('pending')],
    ['set_aside, person, 400'],
  ],
]
